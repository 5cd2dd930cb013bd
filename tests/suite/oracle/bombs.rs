//! Small files that unpack to 1 GiB, through the server: its memory must not follow.

use super::{address, load_in_place, never_panicked, wire};
use crate::kit::Folder;
use crate::kit::program::Server;
use crate::zim::MIB;
use crate::zim::bombs::{BOMB_BYTES, GROWTH_KIB_MAX, write_archive, xz_bomb, zstd_bomb};

#[test]
fn bombs_through_the_server_raise_memory_by_less_than_64_mib() {
    let folder = Folder::new("oracle-bombs");
    let bombs = [
        ("zstd-32MiB-window", zstd_bomb(25), 200),
        ("zstd-128MiB-window", zstd_bomb(27), 503),
        ("xz-32MiB-dictionary", xz_bomb(32 * MIB), 200),
        ("xz-64MiB-dictionary", xz_bomb(64 * MIB), 503),
    ];
    for (name, bomb, expected) in bombs {
        let path = folder.path(&format!("{name}.zim"));
        write_archive(&path, bomb);
        // A server for each, so that each one's own growth is seen.
        let mut server = Server::start(&folder.path(&format!("{name}-data")));
        let before = server.memory_kib("VmHWM:");
        let package = load_in_place(&server, &path).unwrap();
        let mut wire = wire(&server);
        let (status, length, other) = wire.drain(&address(&package, "large"));
        assert_eq!(status, expected, "{name}");
        if status == 200 {
            assert_eq!((length, other), (BOMB_BYTES as u64, 0), "{name}");
        }
        // 1 GiB lies before it: nobody may wait so long.
        assert_eq!(wire.get(&address(&package, "behind")).status, 503, "{name}");
        assert_eq!(wire.get(&address(&package, "good")).body, b"fine");
        let growth = server.memory_kib("VmHWM:") - before;
        println!("{name}: {status}, {length} bytes, {growth} KiB more");
        assert!(growth < GROWTH_KIB_MAX, "{name}: {growth} KiB more");
        assert!(server.is_alive());
        never_panicked(&server);
    }
}
