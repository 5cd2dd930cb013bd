//! What goes wrong in a school: a drive is pulled out, a file goes bad, a database is damaged.

use std::path::Path;
use std::time::Duration;

use chalkbox::cli::{LibraryAct, Work};
use chalkbox::people::Role;
use serde_json::Value;

use crate::kit::zim_maker::{Codec, ZimMaker};
use crate::kit::{Folder, Phone, TestBox};

/// Longer than the box believes what it saw of a drive.
const A_MOMENT: Duration = Duration::from_secs(5);

/// Ten pages, one in each cluster.
fn zim(path: &Path) {
    let mut maker = ZimMaker::new();
    maker.codec(Codec::Zstd).cluster_bytes(1).metadata("Title", b"Water");
    for page in 0..10 {
        maker.page(&format!("p{page}"), "", &format!("<p>page {page} of water"));
    }
    maker.main_page("p0").write(path);
}

fn load_in_place(chalkbox: &TestBox, path: &Path) {
    let work = Work::Load { paths: vec![path.to_owned()], in_place: true };
    let (code, said) = chalkbox.ask(false, work);
    assert_eq!(code, 0, "{said}");
}

/// The lesson's page once the box has looked: what is seen behind shows on the page after.
fn lesson_page(phone: &mut Phone, lesson: &str, holds: impl Fn(&str) -> bool) -> String {
    for _ in 0..500 {
        let text = phone.get(lesson).text();
        if holds(&text) {
            return text;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{}", phone.get(lesson).text());
}

#[test]
fn a_drive_pulled_out_says_so_the_rest_goes_on_and_it_comes_back() {
    let folder = Folder::new("trouble-drive");
    let (stick, pocket) = (folder.path("stick"), folder.path("pocket"));
    std::fs::create_dir_all(&stick).unwrap();
    zim(&stick.join("water.zim"));
    std::fs::write(folder.path("sun.md"), "# The sun\n\nIt shines.").unwrap();
    let chalkbox = TestBox::start(&folder.path("data"));
    load_in_place(&chalkbox, &stick.join("water.zim"));
    chalkbox.load(&folder.path("sun.md"));
    let mut phone = Phone::new(&chalkbox);
    let id = chalkbox.core().library.snapshot().package_named("water").unwrap().id;
    let snapshot = chalkbox.core().library.snapshot();
    let water = format!("/lessons/{}", snapshot.lessons_of(id).next().unwrap().id);
    let open = phone.get(&water).link(&format!("{water}/open")).unwrap();
    let shown = phone.get(&open);
    assert!(shown.status == 200 && shown.text().contains("page 0 of water"));

    std::fs::rename(&stick, &pocket).unwrap();
    chalkbox.advance(A_MOMENT);
    let away = phone.get(&shown.url);
    assert_eq!(away.status, 503);
    assert!(away.text().contains("This lesson is away"), "{}", away.text());
    assert_eq!(phone.get("http://10.77.0.2/raw/water/content/p1").status, 503);
    let page = lesson_page(&mut phone, &water, |text| text.contains("This lesson is away"));
    assert!(!page.contains("/open?k="), "nothing to tap that leads nowhere: {page}");
    assert_eq!(phone.get("/").status, 200);
    assert!(phone.get("/search?q=sun").text().contains("The sun"));
    let (_, said) = chalkbox.ask(true, Work::Library(LibraryAct::List));
    assert!(said.contains("is not plugged in now"), "{said}");
    let page = Phone::of(&chalkbox, Role::Technician).get("/box").text();
    assert!(page.contains("Away. Plug the drive in."), "{page}");

    std::fs::rename(&pocket, &stick).unwrap();
    chalkbox.advance(A_MOMENT);
    lesson_page(&mut phone, &water, |text| text.contains("/open?k="));
    let back = phone.get("http://10.77.0.2/raw/water/content/p1");
    assert_eq!((back.status, &*back.text()), (200, "<p>page 1 of water"));
    assert!(phone.get(&shown.url).text().contains("page 0 of water"));
}

#[test]
fn a_file_gone_bad_in_part_is_served_in_part() {
    let folder = Folder::new("trouble-bad");
    let path = folder.path("water.zim");
    zim(&path);
    let chalkbox = TestBox::start(&folder.path("data"));
    load_in_place(&chalkbox, &path);
    let work = Work::Library(LibraryAct::Check { name: None });
    assert_eq!(chalkbox.ask(false, work).0, 0, "it was whole");
    let good = std::fs::read(&path).unwrap();
    std::fs::write(&path, fifth_page_bad(&good)).unwrap();
    chalkbox.advance(A_MOMENT);
    let mut phone = Phone::new(&chalkbox);
    let mut statuses = || {
        let page = |page: u8| format!("http://10.77.0.2/raw/water/content/p{page}");
        (0..10).map(|number| phone.get(&page(number)).status).collect::<Vec<u16>>()
    };
    let mut one_away = [200; 10];
    one_away[4] = 503;
    assert_eq!(statuses(), one_away, "the other pages are whole");
    std::fs::write(&path, &good).unwrap();
    chalkbox.advance(A_MOMENT);
    assert_eq!(statuses(), [200; 10], "it comes back by itself");
}

/// The fifth page can no longer be unpacked.
fn fifth_page_bad(zim: &[u8]) -> Vec<u8> {
    let mut bad = zim.to_vec();
    let packed = |(_, bytes): &(usize, &[u8])| *bytes == b"\x28\xb5\x2f\xfd";
    let (fifth, _) = zim.windows(4).enumerate().filter(packed).nth(4).unwrap();
    bad[fifth..fifth + 8].fill(0xff);
    bad
}

#[test]
fn what_a_check_found_damaged_comes_back_when_a_good_copy_lies_there() {
    let folder = Folder::new("trouble-copied-again");
    let path = folder.path("water.zim");
    zim(&path);
    let good = std::fs::read(&path).unwrap();
    std::fs::write(&path, fifth_page_bad(&good)).unwrap();
    let chalkbox = TestBox::start(&folder.path("data"));
    load_in_place(&chalkbox, &path);
    let check = || chalkbox.ask(false, Work::Library(LibraryAct::Check { name: None }));
    let (code, said) = check();
    assert!(code == 1 && said.contains("its checksum is wrong"), "{said}");
    let mut phone = Phone::new(&chalkbox);
    let page = "http://10.77.0.2/raw/water/content/p1";
    assert_eq!(phone.get(page).status, 503);
    let snapshot = chalkbox.core().library.snapshot();
    let lesson = format!("/lessons/{}", snapshot.lessons()[0].id);
    assert!(phone.get(&lesson).text().contains("This lesson is away"));

    std::fs::write(folder.path("copy"), &good).unwrap();
    std::fs::rename(folder.path("copy"), &path).unwrap();
    chalkbox.advance(A_MOMENT);
    lesson_page(&mut phone, &lesson, |text| text.contains("/open?k="));
    assert_eq!(phone.get(page).status, 200);
    assert_eq!(check().0, 0);
}

#[test]
fn a_damaged_database_is_mended_from_its_backup_and_the_box_says_so() {
    let folder = Folder::new("trouble-database");
    let data = folder.path("data");
    let keep = |phone: &mut Phone, last: &str| {
        let token = phone.get("/pictures/keep").token().unwrap();
        let form = format!("token={token}&picked=fish,sun&pick={last}");
        assert!(phone.post("/pictures/keep", &form).text().contains("class=\"picked\""));
    };
    let chalkbox = TestBox::start(&data);
    keep(&mut Phone::new(&chalkbox), "drum");
    let core = chalkbox.core();
    chalkbox::store::back_up(&core.data, &core.store.school).unwrap();
    keep(&mut Phone::new(&chalkbox), "cat");
    chalkbox.stop();
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(data.join(format!("school.db{suffix}")));
    }
    std::fs::write(data.join("school.db"), vec![7; 40_000]).unwrap();

    let chalkbox = TestBox::start(&data);
    let mut phone = Phone::new(&chalkbox);
    let health = phone.get("/health");
    let told: Value = serde_json::from_str(&health.text()).unwrap();
    assert_eq!((health.status, &told["status"]), (200, &"ok".into()));
    let sentence =
        "school.db was damaged; the newest backup took its place. What came after it is lost.";
    assert_eq!(told["faults"], Value::Array(vec![sentence.into()]));
    let page = Phone::of(&chalkbox, Role::Technician).get("/box").text();
    assert!(page.contains(sentence) && page.contains("school-1.db"), "{page}");
    assert!(data.join("damaged/school-1.db").exists());
    let mut find = |last: &str| {
        let token = phone.get("/pictures/find").token().unwrap();
        let form = format!("token={token}&picked=fish,sun&pick={last}");
        phone.post("/pictures/find", &form).header("location").is_some()
    };
    assert!(find("drum"), "what the backup had is there");
    assert!(!find("cat"), "what came after it is lost, and that is known");
    chalkbox.stop();
    let again = TestBox::start(&data);
    let told: Value = serde_json::from_str(&Phone::new(&again).get("/health").text()).unwrap();
    assert_eq!(told["faults"], Value::Array(Vec::new()), "said once");
}
