//! Every schema that was ever released is brought up to the newest one, with its rows.
//! `tests/data/schemas/{database}-v{version}.sql` makes a database as that version left it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chalkbox::store::{DataDir, Place, Schema, Store, newest_version};
use rusqlite::Connection;

use crate::kit::Folder;

fn released(schema: Schema, version: i64) -> PathBuf {
    let name = format!("tests/data/schemas/{}-v{version}.sql", schema.name());
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[expect(clippy::disallowed_methods, reason = "makes files as older versions left them")]
fn open(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// First cells of each row, as text.
fn texts(database: &Connection, sql: &str) -> Vec<String> {
    let mut found = database.prepare(sql).unwrap();
    let columns = found.column_count();
    let cells = |row: &rusqlite::Row<'_>| {
        let cell = |at| row.get_ref(at).map(|value| format!("{value:?}"));
        (0..columns).map(cell).collect::<Result<Vec<_>, _>>().map(|cells| cells.join(" "))
    };
    found.query_map([], cells).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What matters of a schema, however it came to be: tables, columns, keys and indexes by name.
fn described(path: &Path) -> BTreeMap<String, Vec<String>> {
    let database = open(path);
    let mut tables = BTreeMap::new();
    for name in names(&database) {
        let indexes = format!(
            "select il.name, il.\"unique\", il.origin, il.partial, ii.seqno, ii.name, ii.\"desc\"
             from pragma_index_list('{name}') il, pragma_index_xinfo(il.name) ii order by 1, 5"
        );
        let columns = format!(
            "select name, type, \"notnull\", dflt_value, pk, hidden from pragma_table_xinfo('{name}')"
        );
        let keys = format!("select * from pragma_foreign_key_list('{name}') order by 1, 2");
        let kind = format!("select type, wr, strict from pragma_table_list('{name}')");
        let all = [kind, columns, indexes, keys];
        tables.insert(name, all.iter().flat_map(|sql| texts(&database, sql)).collect());
    }
    tables
}

fn names(database: &Connection) -> Vec<String> {
    let sql = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";
    let mut found = database.prepare(sql).unwrap();
    found.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Rows of each table that is not an index's own.
fn counted(path: &Path) -> BTreeMap<String, i64> {
    let database = open(path);
    let own = names(&database).into_iter().filter(|name| !name.contains("_words"));
    let count = |name: &String| {
        database.query_row(&format!("select count(*) from {name}"), [], |row| row.get(0)).unwrap()
    };
    own.map(|name| (name.clone(), count(&name))).collect()
}

#[test]
fn every_released_schema_becomes_the_newest_with_its_rows() {
    let folder = Folder::new("migrations");
    let fresh = DataDir::create(&folder.path("fresh")).unwrap();
    drop(Store::open(&fresh).unwrap());
    let mut upgraded = 0;
    for schema in Schema::ALL {
        let newest = newest_version(schema);
        for version in 1..=newest {
            let name = format!("{}-v{version}", schema.name());
            let sql = std::fs::read_to_string(released(schema, version))
                .unwrap_or_else(|error| panic!("{name}.sql: {error}; keep each released schema"));
            let data = DataDir::create(&folder.path(&name)).unwrap();
            let path = data.database(schema.name());
            open(&path).execute_batch(&sql).unwrap();
            let before = counted(&path);
            assert!(
                before.values().all(|rows| *rows > 0),
                "{name}: a row in each table: {before:?}"
            );
            let (store, notices) = Store::open(&data).unwrap();
            assert!(notices.is_empty(), "{notices:?}");
            drop(store);
            let fresh = described(&fresh.database(schema.name()));
            assert_eq!(described(&path), fresh, "{name}");
            let after = counted(&path);
            for (table, rows) in before {
                assert!(after.get(&table).is_none_or(|now| *now >= rows), "{name}: {table}");
            }
            let copy = format!("{}-before-version-{}.db", schema.name(), version + 1);
            let copied = data.place(Place::Backup).join(copy).exists();
            assert_eq!(copied, version < newest, "{name}: a copy first");
            upgraded += 1;
        }
    }
    println!("{upgraded} released schemas brought up to the newest");
}
