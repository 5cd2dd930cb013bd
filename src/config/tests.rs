//! Settings as a technician writes them, right and wrong.

use super::*;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("chalkbox.toml"))
}

#[test]
fn an_empty_file_is_the_defaults() {
    assert_eq!(parse("").unwrap(), Config::default());
}

#[test]
fn every_key_takes_its_own_default() {
    let defaults = Config::default();
    for key in KEYS {
        let shown = (key.default)(&defaults);
        let value = match key.unit {
            "list of hosts" | "list of folders" => format!(
                "[{}]",
                shown.split(", ").map(|host| format!("{host:?}")).collect::<Vec<_>>().join(", ")
            ),
            "MiB" | "true or false" => shown,
            _ => format!("{shown:?}"),
        };
        let (section, name) = key.name.split_once('.').unwrap();
        let config = parse(&format!("[{section}]\n{name} = {value}\n"));
        assert_eq!(config.unwrap(), defaults, "{}", key.name);
    }
}

#[test]
fn settings_are_taken() {
    let config = parse(
        r#"
        [box]
        name = "Shule ya Msingi Pamoja"
        language = "sw"
        time_zone = "Africa/Nairobi"
        [portal]
        listen = "127.0.0.1:8080"
        names = ["localhost"]
        [lessons]
        listen = "127.0.0.1:8081"
        names = ["127.0.0.1"]
        [memory]
        cluster_cache = 16
        "#,
    )
    .unwrap();
    assert_eq!(config.box_language, "sw");
    assert_eq!(config.cluster_cache_mib, 16);
    assert_eq!(config.lessons_names, ["127.0.0.1"]);
}

#[test]
fn all_mistakes_are_listed_together() {
    let said = parse(
        r#"
        colour = "red"
        [box]
        nam = "x"
        time_zone = "Mars/Olympus"
        [memory]
        cluster_cache = 2
        [portal]
        names = ["10.77.0.2", "school.lan", "box.lessons.lan"]
        [lessons]
        names = ["10.77.0.2", "lessons.school.lan"]
        "#,
    )
    .unwrap_err()
    .to_string();
    for part in [
        "7 things to mend",
        "- colour: write it below its section",
        "- box.nam: there is no such setting",
        "- box.time_zone: \"Mars/Olympus\" is no time zone",
        "- memory.cluster_cache: 2 is out of range; it takes 0, or 4 to 4096",
        "- lessons.names: 10.77.0.2 is a host of the portal",
        "- lessons.names: lessons.school.lan and the portal's school.lan stand one below the other",
        "- lessons.domain: lessons.lan and the portal's box.lessons.lan stand one below",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}
