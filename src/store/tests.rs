//! The store's promises, on real files.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("chalkbox-store-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn data(&self) -> DataDir {
        DataDir::create(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn keep_secret(store: &Store, name: &'static str) -> Result<(), StoreError> {
    store.school.write_blocking(move |tx| {
        tx.execute("insert into secret (name, value) values (?1, zeroblob(16))", [name])?;
        Ok(())
    })
}

fn secrets(store: &Store) -> i64 {
    store
        .school
        .read_blocking(|reader| {
            Ok(reader.query_row("select count(*) from secret", [], |row| row.get(0))?)
        })
        .unwrap()
}

#[test]
fn a_failed_change_takes_back_itself_and_nothing_else() {
    let folder = Folder::new();
    let (store, notices) = Store::open(&folder.data()).unwrap();
    assert!(notices.is_empty());
    keep_secret(&store, "one").unwrap();
    assert!(keep_secret(&store, "one").is_err());
    keep_secret(&store, "two").unwrap();
    assert_eq!(secrets(&store), 2);
}

#[test]
fn a_transaction_that_sqlite_took_back_whole_takes_back_its_group_and_nothing_after() {
    let folder = Folder::new();
    let (store, _) = Store::open(&folder.data()).unwrap();
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let outcomes = std::thread::scope(|threads| {
        let first = threads.spawn(|| {
            store.school.write_blocking(move |_| {
                gone.recv().unwrap();
                Ok(())
            })
        });
        // As on a full disk: the change fails, and the transaction around it is gone.
        let taken_back = threads.spawn(|| {
            store.school.write_blocking(|tx| -> Result<(), StoreError> {
                tx.execute_batch("rollback")?;
                let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
                Err(rusqlite::Error::SqliteFailure(full, None).into())
            })
        });
        let beside = threads.spawn(|| keep_secret(&store, "beside"));
        std::thread::sleep(std::time::Duration::from_millis(50));
        go.send(()).unwrap();
        let _ = first.join().unwrap();
        [taken_back.join().unwrap(), beside.join().unwrap()]
    });
    assert!(outcomes[0].as_ref().is_err_and(StoreError::is_full), "{outcomes:?}");
    assert_eq!(secrets(&store), i64::from(outcomes[1].is_ok()), "told is what is there");
    keep_secret(&store, "after").unwrap();
}

#[test]
fn a_change_that_panics_leaves_the_writer_alive() {
    let folder = Folder::new();
    let (store, _) = Store::open(&folder.data()).unwrap();
    let gone = store.school.write_blocking(|_| -> Result<(), StoreError> { panic!("a bug") });
    assert!(matches!(gone, Err(StoreError::Closed)));
    keep_secret(&store, "after").unwrap();
    assert_eq!(secrets(&store), 1);
}

#[test]
fn a_damaged_file_is_moved_aside_and_the_newest_good_backup_comes_back() {
    let folder = Folder::new();
    let data = folder.data();
    {
        let (store, _) = Store::open(&data).unwrap();
        keep_secret(&store, "one").unwrap();
        back_up(&data, &store.school).unwrap();
        keep_secret(&store, "two").unwrap();
        let second = back_up(&data, &store.school).unwrap();
        // The newest backup is itself damaged: the one before it must do.
        fs::write(&second, b"not a database, though long enough to look at it twice").unwrap();
    }
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(data.root().join(format!("school.db{suffix}")));
    }
    fs::write(data.database("school"), vec![7_u8; 9000]).unwrap();
    let (store, notices) = Store::open(&data).unwrap();
    assert_eq!(secrets(&store), 1);
    let [Notice::Restored { database: "school", aside, backup }] = &notices[..] else {
        panic!("{notices:?}")
    };
    assert!(backup.ends_with("school-000001.db"));
    assert_eq!(fs::read(aside).unwrap(), vec![7_u8; 9000]);
}

/// A file with one secret backed up and another one only in its log, closed as by a power cut.
fn with_a_backup(data: &DataDir) -> Vec<u8> {
    let (store, _) = Store::open(data).unwrap();
    keep_secret(&store, "one").unwrap();
    back_up(data, &store.school).unwrap();
    keep_secret(&store, "two").unwrap();
    let log = fs::read(data.root().join("school.db-wal")).unwrap();
    assert!(!log.is_empty());
    log
}

#[test]
fn a_file_that_was_lost_comes_back_from_its_backup() {
    for empty in [false, true] {
        let folder = Folder::new();
        let data = folder.data();
        let log = with_a_backup(&data);
        let path = data.database("school");
        if empty { fs::write(&path, b"") } else { fs::remove_file(&path) }.unwrap();
        fs::write(data.root().join("school.db-wal"), log).unwrap();
        let (store, notices) = Store::open(&data).unwrap();
        assert_eq!(secrets(&store), 1, "the backup's, without the old file's log");
        assert!(matches!(&notices[..], [Notice::Returned { .. }]), "{notices:?}");
        drop(store);
        assert!(Store::open(&data).unwrap().1.is_empty(), "it happens once");
    }
}

#[test]
fn a_power_cut_in_the_midst_of_mending_is_gone_on_with() {
    // After the mark; after the log is moved; after the file is moved.
    for moved in 0..3 {
        let folder = Folder::new();
        let data = folder.data();
        let log = with_a_backup(&data);
        let path = data.database("school");
        fs::write(&path, vec![7_u8; 9000]).unwrap();
        fs::write(data.root().join("school.db-wal"), log).unwrap();
        let aside = data.place(Place::Damaged);
        write_whole(&aside.join("school.suspect"), b"").unwrap();
        for (name, _) in
            [("school.db-wal", 1), ("school.db", 2)].iter().filter(|(_, at)| *at <= moved)
        {
            let to = name.replace("school", "school-1");
            fs::rename(data.root().join(name), aside.join(to)).unwrap();
        }
        let (store, notices) = Store::open(&data).unwrap();
        assert_eq!(secrets(&store), 1, "{moved}");
        let [Notice::Restored { aside, .. }] = &notices[..] else { panic!("{notices:?}") };
        assert!(aside.ends_with("school-1.db"), "{aside:?}");
        assert_eq!(fs::read(aside).unwrap(), vec![7_u8; 9000], "{moved}");
    }
}

#[test]
fn a_file_that_is_gone_or_empty_comes_back_and_its_log_is_not_mixed_in() {
    for empty in [false, true] {
        let folder = Folder::new();
        let data = folder.data();
        {
            let (store, _) = Store::open(&data).unwrap();
            keep_secret(&store, "one").unwrap();
            back_up(&data, &store.school).unwrap();
            keep_secret(&store, "two").unwrap();
            // As a power cut leaves it: the newest pages are in the log only.
            fs::copy(data.root().join("school.db-wal"), folder.0.join("wal")).unwrap();
        }
        let path = data.database("school");
        if empty {
            fs::write(&path, b"").unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        fs::rename(folder.0.join("wal"), data.root().join("school.db-wal")).unwrap();
        let (store, notices) = Store::open(&data).unwrap();
        assert_eq!(secrets(&store), 1);
        assert!(store.school.check_whole(&data).unwrap());
        let [Notice::Returned { database: "school", backup }] = &notices[..] else {
            panic!("{notices:?}")
        };
        assert!(backup.ends_with("school-000001.db"));
        drop(store);
        assert!(Store::open(&data).unwrap().1.is_empty(), "it happens once");
    }
}

#[test]
fn a_lost_file_without_a_good_backup_is_named() {
    let folder = Folder::new();
    let data = folder.data();
    {
        let (store, _) = Store::open(&data).unwrap();
        let copy = back_up(&data, &store.usage).unwrap();
        fs::write(copy, b"nothing good").unwrap();
    }
    fs::remove_file(data.database("usage")).unwrap();
    let (_, notices) = Store::open(&data).unwrap();
    assert_eq!(notices, [Notice::Lost { database: "usage" }]);
}

#[test]
fn without_a_backup_a_fresh_file_is_begun_and_the_rest_is_kept() {
    let folder = Folder::new();
    let data = folder.data();
    drop(Store::open(&data).unwrap());
    fs::write(data.database("library"), b"SQLite format 3\0 and then nonsense").unwrap();
    let (_, notices) = Store::open(&data).unwrap();
    assert!(matches!(&notices[..], [Notice::Begun { database: "library", .. }]), "{notices:?}");
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let folder = Folder::new();
    let data = folder.data();
    {
        let (store, _) = Store::open(&data).unwrap();
        store.usage.write_blocking(|tx| Ok(tx.pragma_update(None, "user_version", 99)?)).unwrap();
    }
    let error = Store::open(&data).unwrap_err();
    assert!(error.to_string().starts_with("usage.db was written by a newer Chalkbox"), "{error}");
    assert!(data.database("usage").exists());
}

#[test]
fn damage_found_by_the_check_is_mended_at_the_next_start() {
    let folder = Folder::new();
    let data = folder.data();
    let (store, _) = Store::open(&data).unwrap();
    for name in ["one", "two", "three"] {
        keep_secret(&store, name).unwrap();
    }
    back_up(&data, &store.school).unwrap();
    assert!(store.school.check_whole(&data).unwrap());
    // As the check would on finding a bad page.
    write_whole(&data.place(Place::Damaged).join("school.suspect"), b"").unwrap();
    assert!(matches!(back_up(&data, &store.school), Err(StoreError::Suspect("school"))));
    drop(store);
    let (store, notices) = Store::open(&data).unwrap();
    assert_eq!((secrets(&store), notices.len()), (3, 1));
    drop(store);
    assert!(Store::open(&data).unwrap().1.is_empty(), "it happens once");
}

#[test]
fn only_two_backups_are_kept() {
    let folder = Folder::new();
    let data = folder.data();
    let (store, _) = Store::open(&data).unwrap();
    for _ in 0..4 {
        back_up(&data, &store.school).unwrap();
    }
    let mut names: Vec<_> = fs::read_dir(data.place(Place::Backup))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["school-000003.db", "school-000004.db"]);
}

#[test]
fn the_lock_admits_one_process() {
    let folder = Folder::new();
    let data = folder.data();
    let lock = data.lock().unwrap();
    assert!(matches!(data.lock(), Err(StoreError::Locked(_))));
    drop(lock);
    data.lock().unwrap();
}
