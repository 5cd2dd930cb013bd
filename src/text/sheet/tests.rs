use super::super::forms::read_ftl;
use super::*;

fn language(tag: &str) -> LanguageIdentifier {
    tag.parse().unwrap()
}

fn embedded(lang: &str) -> Vec<Entry> {
    let sources = super::super::EMBEDDED.iter().find(|(tag, _)| *tag == lang).unwrap().1;
    sources.iter().flat_map(|source| read_ftl(source).unwrap()).collect()
}

fn pupils() -> usize {
    MESSAGES.iter().filter(|message| !message.desk).count()
}

fn mistakes(csv: &str) -> Vec<String> {
    match import_csv(&language("ny"), csv.as_bytes()) {
        Err(TextError::Mistakes(mistakes)) => mistakes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_exported_imports_to_the_same_words() {
    for (lang, desk) in ["en", "fr", "sw", "ar"].into_iter().flat_map(|l| [(l, false), (l, true)]) {
        let known = embedded(lang);
        let csv = export_csv(&language(lang), &known, desk);
        let import = import_csv(&language(lang), csv.as_bytes()).unwrap();
        assert_eq!(import.missing, 0, "{lang}");
        assert_eq!(import.skipped, Vec::<String>::new());
        assert_eq!(read_ftl(&import.ftl).unwrap(), import.entries);
        let again = export_csv(&language(lang), &import.entries, desk);
        assert_eq!(again, csv, "{lang}");
    }
}

#[test]
fn an_empty_sheet_offers_each_form_with_numbers_as_a_hint() {
    let csv = export_csv(&language("ar"), &[], false);
    assert!(csv.starts_with("\u{feff}key,English,hint,translation\r\n"));
    for row in [
        "\"lessons-count[few]\",\"{n} lessons\",\"For n = 3, 4, 5, 6\",\"\"\r\n",
        "\"lessons-count[one]\",\"1 lesson\",\"For n = 1\",\"\"\r\n",
        "\"nav-home\",\"Home\",\"\",\"\"\r\n",
    ] {
        assert!(csv.contains(row), "{row}");
    }
    let nothing = import_csv(&language("ny"), export_csv(&language("ny"), &[], false).as_bytes());
    assert!(matches!(nothing, Err(TextError::Empty)));
}

#[test]
fn spreadsheets_may_write_their_own_way() {
    let sheets = [
        "key,translation\nnav-home,Kwathu\n",
        "\u{feff}key;English;hint;translation\r\nnav-home;Home;;Kwathu\r\n",
        "sep=;\r\nkey;English;hint;translation\r\nnav-home;Home;;Kwathu\r\n",
        "key\tEnglish\ttranslation\nnav-home\tHome\tKwathu\n",
        "\"Key\",\"Translation\"\n\n\n\"nav-home\",\"  Kwathu \"",
        "translation,key\r\"Kwa\nthu\",x\rKwathu,nav-home\r",
    ];
    for sheet in sheets {
        let import = import_csv(&language("ny"), sheet.as_bytes()).unwrap();
        assert_eq!(import.ftl, "nav-home = Kwathu\n", "{sheet:?}");
        assert_eq!((import.filled, import.missing), (1, pupils() - 1));
    }
}

#[test]
fn the_two_sheets_share_no_message_and_are_kept_beside_each_other() {
    let keys = |desk| {
        let csv = export_csv(&language("ny"), &[], desk);
        let keys = csv
            .lines()
            .skip(1)
            .filter_map(|row| Some(row.split_once('"')?.1.split_once('"')?.0.to_owned()));
        keys.map(|key| key.split('[').next().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (ours, desk) = (keys(false), keys(true));
    assert!(ours.len() <= 300, "a volunteer's sheet has {} messages", ours.len());
    assert!(ours.contains("nav-home") && desk.contains("desk-menu"));
    assert_eq!((ours.intersection(&desk).count(), ours.len() + desk.len()), (0, MESSAGES.len()));

    let first =
        import_csv(&language("ny"), b"key,translation\nnav-home,Kwathu\nnav-help,x\n").unwrap();
    let known = read_ftl(&first.ftl).unwrap();
    let second = import_csv(&language("ny"), b"key,translation\ndesk-menu,Menyu\n").unwrap();
    let both = read_ftl(&second.over(known.clone()).ftl).unwrap();
    let said: Vec<_> = both.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(said, ["nav-home", "nav-help", "desk-menu"]);
    let again = import_csv(&language("ny"), b"key,translation\nnav-home,Kunyumba\n").unwrap();
    let said = again.over(both).ftl;
    assert_eq!(said, "desk-menu = Menyu\nnav-home = Kunyumba\n", "what a sheet leaves out is gone");
}

#[test]
fn words_with_quotes_commas_and_signs_survive() {
    let csv = "key,translation\nnav-home,\"=a \"\"b\"\", c; -> * [d] #e\"\n";
    let import = import_csv(&language("ny"), csv.as_bytes()).unwrap();
    let Words::Plain(words) = &import.entries[0].words else { panic!() };
    assert_eq!(words, "=a \"b\", c; -> * [d] #e");
    assert_eq!(read_ftl(&import.ftl).unwrap(), import.entries);
    assert!(export_csv(&language("ny"), &import.entries, false).contains("\" =a \"\"b\"\""));
}

#[test]
fn every_mistake_is_named_by_its_row() {
    let csv = "key,translation\n\
               nav-home,Kwathu { x }\n\
               help-join-wifi,Tap it\n\
               size-kilobytes,{n\n\
               nav-help[one],Thandizo\n\
               lessons-count[lots],{n}\n\
               minutes[one],miniti\n\
               nav-search,Funa\n\
               nav-search,Funanso\n";
    assert_eq!(
        mistakes(csv),
        [
            "Row 2: “nav-home” must not name {x}.",
            "Row 3: “help-join-wifi” must name {wifi}.",
            "Row 4: “size-kilobytes” has a brace { or } that is not around a variable.",
            "Row 5: “nav-help” has no forms.",
            "Row 6: “[lots]” is no form.",
            "Row 9: “nav-search” stands twice.",
            "“minutes[other]” has no words.",
        ]
    );
}

#[test]
fn an_unknown_key_is_passed_over_by_name() {
    let csv = "key,translation\nnav-gone,x\nnav-home,Kwathu\n";
    let import = import_csv(&language("ny"), csv.as_bytes()).unwrap();
    assert_eq!(import.skipped, ["Row 2 was passed over: “nav-gone” is no key."]);
}

#[test]
fn hostile_sheets_are_refused_with_a_sentence() {
    let many = format!("key,translation\n{}", "a,b\n".repeat(ROWS_MAX + 1));
    let large = vec![b'a'; LANGUAGE_BYTES_MAX + 1];
    let cases: [(&[u8], &str); 6] = [
        (b"\xff\xfe\x00k", "UTF-8"),
        (b"", "first row"),
        (b"one,two\n1,2\n", "first row"),
        (b"key,translation\nnav-home,\"never closed", "row 2"),
        (many.as_bytes(), "more than"),
        (&large, "larger"),
    ];
    for (bytes, part) in cases {
        let said = import_csv(&language("ny"), bytes).unwrap_err().to_string();
        assert!(said.contains(part), "{said}");
    }
    let long = format!("key,translation\nnav-home,{}\n", "x".repeat(601));
    assert!(mistakes(&long)[0].contains("longer than"));
    let wide = format!("key,translation{}\nnav-home,Kwathu\n", ",".repeat(9999));
    assert!(import_csv(&language("ny"), wide.as_bytes()).is_ok());
}

proptest::proptest! {
    #[test]
    fn no_sheet_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = import_csv(&language("ny"), &bytes);
        let sheet = [b"key,translation\n".as_slice(), &bytes].concat();
        let _ = import_csv(&language("ny"), &sheet);
    }

    #[test]
    fn any_words_that_pass_read_back_the_same(words in "[^{}\r\n\0]{1,80}") {
        let sheet = format!("key,translation\nnav-home,{}\n", quote(&words));
        if let Ok(import) = import_csv(&language("ny"), sheet.as_bytes()) {
            assert_eq!(read_ftl(&import.ftl).unwrap(), import.entries);
        }
    }
}
