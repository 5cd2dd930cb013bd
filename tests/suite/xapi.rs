//! A strict reader of xAPI statements: what 1.0.3 and 2.0 both demand (adlnet/xAPI-Spec, Data), and
//! what this project promises beyond it (UTC, milliseconds, flat extensions, no attachments).

use serde_json::{Map, Value};

type Checked = Result<(), String>;

fn object<'a>(
    value: &'a Value,
    place: &str,
    keys: &[&str],
) -> Result<&'a Map<String, Value>, String> {
    let map = value.as_object().ok_or(format!("{place} is no object"))?;
    match map.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!("{place} has {key}")),
        None => Ok(map),
    }
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    let text = map.get(key).and_then(Value::as_str).ok_or(format!("{key} is no text"))?;
    if text.is_empty() { Err(format!("{key} is empty")) } else { Ok(text) }
}

fn ensure(holds: bool, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// A whole statement.
pub fn check(statement: &Value) -> Checked {
    let keys = ["id", "actor", "verb", "object", "result", "context", "timestamp"];
    let map = object(statement, "statement", &keys)?;
    uuid(text(map, "id")?)?;
    timestamp(text(map, "timestamp")?)?;
    let part = |name: &str| map.get(name).ok_or(format!("{name} is missing"));
    actor(part("actor")?)?;
    let verb = object(part("verb")?, "verb", &["id", "display"])?;
    iri(text(verb, "id")?)?;
    language_map(verb.get("display"))?;
    activity(part("object")?)?;
    if let Some(result) = map.get("result") {
        outcome(result)?;
    }
    context(part("context")?)
}

fn actor(value: &Value) -> Checked {
    let map = object(value, "actor", &["objectType", "account"])?;
    ensure(text(map, "objectType")? == "Agent", "the actor is no agent")?;
    let account = map.get("account").ok_or("account is missing")?;
    let account = object(account, "account", &["homePage", "name"])?;
    let home = text(account, "homePage")?;
    ensure(home.starts_with("http://") || home.starts_with("https://"), "homePage is no IRL")?;
    iri(home)?;
    let name = text(account, "name")?;
    ensure(name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()), "no pseudonym")
}

fn activity(value: &Value) -> Checked {
    let map = object(value, "object", &["objectType", "id", "definition"])?;
    ensure(text(map, "objectType")? == "Activity", "the object is no activity")?;
    iri(text(map, "id")?)?;
    let definition = map.get("definition").ok_or("definition is missing")?;
    let definition = object(definition, "definition", &["name", "type"])?;
    language_map(definition.get("name"))?;
    iri(text(definition, "type")?)
}

fn outcome(value: &Value) -> Checked {
    let map = object(value, "result", &["completion", "duration", "extensions"])?;
    ensure(map.get("completion").is_some_and(Value::is_boolean), "completion is no truth value")?;
    if map.contains_key("duration") {
        let duration = text(map, "duration")?;
        ensure(duration_seconds(duration).is_some(), "duration is not ISO 8601")?;
    }
    extensions(map.get("extensions"))
}

fn context(value: &Value) -> Checked {
    let map = object(value, "context", &["registration", "platform", "language", "extensions"])?;
    uuid(text(map, "registration")?)?;
    text(map, "platform")?;
    if map.contains_key("language") {
        language(text(map, "language")?)?;
    }
    extensions(map.get("extensions"))
}

fn extensions(value: Option<&Value>) -> Checked {
    let Some(value) = value else { return Ok(()) };
    for (key, value) in value.as_object().ok_or("extensions are no object")? {
        iri(key)?;
        ensure(value.is_string() || value.is_number() || value.is_boolean(), "not flat")?;
    }
    Ok(())
}

fn language_map(value: Option<&Value>) -> Checked {
    let map = value.and_then(Value::as_object).ok_or("no language map")?;
    ensure(!map.is_empty(), "an empty language map")?;
    for (tag, words) in map {
        language(tag)?;
        ensure(words.is_string(), "words are no text")?;
    }
    Ok(())
}

fn language(tag: &str) -> Checked {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let fits = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first_fits =
        (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    ensure(first_fits && parts.all(fits), "not BCP 47")
}

fn uuid(text: &str) -> Checked {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    ensure(lengths == [8, 4, 4, 4, 12], "not a UUID")?;
    let lower = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    ensure(lower, "not a lower-case UUID")?;
    ensure(text.as_bytes()[14] == b'5', "not a UUIDv5")?;
    ensure(matches!(text.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "not RFC 4122")
}

fn iri(text: &str) -> Checked {
    let (scheme, rest) = text.split_once(':').ok_or("an IRI without scheme")?;
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    ensure(scheme_fits && !rest.is_empty(), "an IRI's scheme")?;
    let allowed = |b: u8| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b);
    ensure(rest.bytes().all(allowed), "an IRI's letters")?;
    let encoded = rest
        .split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|b| b.is_ascii_hexdigit()));
    ensure(encoded, "an IRI's encoding")
}

fn timestamp(text: &str) -> Checked {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ensure(shape == "0000-00-00T00:00:00.000Z", "a time not in UTC with milliseconds")?;
    ensure(text.parse::<jiff::Timestamp>().is_ok(), "no such time")
}

/// ISO 8601 as this project writes it: hours, minutes, whole seconds, biggest first.
pub fn duration_seconds(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT").filter(|rest| !rest.is_empty())?;
    let mut seconds = 0;
    for (unit, weight) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += number.parse::<u64>().ok()? * weight;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

#[test]
fn the_reader_refuses_what_the_standard_refuses() {
    let good = serde_json::json!({
        "id": "25ef5b84-f326-5425-a2ad-47f8c55ee365",
        "actor": {"objectType": "Agent", "account": {
            "homePage": "http://chalkbox.lan/guests", "name": "00112233445566778899aabbccddeeff"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/terminated", "display": {"en": "terminated"}},
        "object": {"objectType": "Activity", "id": "urn:chalkbox:zim:x:y",
            "definition": {"name": {"sw": "Maji"}, "type": "http://adlnet.gov/expapi/activities/lesson"}},
        "result": {"completion": true, "duration": "PT4M12S"},
        "context": {"registration": "25ef5b84-f326-5425-a2ad-47f8c55ee365", "platform": "Chalkbox",
            "extensions": {"http://chalkbox.lan/xapi/pages": 3}},
        "timestamp": "2026-11-24T09:00:00.000Z"
    });
    check(&good).unwrap();
    let spoilt: &[(&str, Value)] = &[
        ("/id", "25EF5B84-F326-5425-A2AD-47F8C55EE365".into()),
        ("/id", "25ef5b84f3265425a2ad47f8c55ee365".into()),
        ("/actor/account/homePage", "urn:chalkbox".into()),
        ("/actor/account/name", "Amina".into()),
        ("/verb/id", "terminated".into()),
        ("/verb/display", serde_json::json!({"e": "x"})),
        ("/object/id", "urn:chalkbox:zim:x:a b".into()),
        ("/object/id", "urn:chalkbox:zim:x:%zz".into()),
        ("/object/definition/name", serde_json::json!({})),
        ("/result/completion", "yes".into()),
        ("/result/duration", "4:12".into()),
        ("/context/registration", "1".into()),
        ("/context/extensions", serde_json::json!({"pages": 3})),
        ("/context/extensions", serde_json::json!({"http://x.y/z": [1]})),
        ("/context/extensions", serde_json::json!({"http://x.y/z": null})),
        ("/timestamp", "2026-11-24T09:00:00Z".into()),
        ("/timestamp", "2026-11-24T12:00:00.000+03:00".into()),
        ("/timestamp", "2026-13-24T09:00:00.000Z".into()),
    ];
    for (place, value) in spoilt {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value.clone();
        assert!(check(&bad).is_err(), "{place} {value}");
    }
    let mut stored = good;
    stored["stored"] = "2026-11-24T09:00:00.000Z".into();
    assert!(check(&stored).is_err(), "`stored` is the record store's");
}
