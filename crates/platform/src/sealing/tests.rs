use super::*;

const PURPOSE: &str = "account.totp";
const ONE: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const TWO: &str = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";

fn keys(texts: &[&str]) -> SealingKeys {
    SealingKeys::from(Written::List(
        texts.iter().map(|&text| text.to_owned()).collect(),
    ))
}

fn sealer(texts: &[&str]) -> Sealer {
    Sealer::of(&keys(texts)).unwrap()
}

fn secret() -> Secret<String> {
    Secret::new("hunter2 æøå".to_owned())
}

fn row(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn database(url: &str) -> DatabaseConfig {
    DatabaseConfig {
        url: Secret::new(url.to_owned()),
        owner_url: Secret::new(String::new()),
        connections: 1,
    }
}

fn ready(configured: &[&str], url: &str) -> Result<Sealer, SealingError> {
    Sealer::ready(&keys(configured), &database(url), &crate::system_sources())
}

#[test]
fn what_was_sealed_opens_again_and_never_looks_the_same() {
    let sealer = sealer(&[ONE]);
    let text = sealer.seal(PURPOSE, row(1), &secret()).unwrap();
    let again = sealer.seal(PURPOSE, row(1), &secret()).unwrap();
    assert_ne!(text, again);
    for text in [&text, &again] {
        assert!(!text.contains("hunter2"));
        let opened = sealer.open(PURPOSE, row(1), text).unwrap();
        assert_eq!(opened.expose(), secret().expose());
    }
}

#[test]
fn sealed_text_opens_nowhere_else() {
    let sealer = sealer(&[ONE]);
    let text = sealer.seal(PURPOSE, row(1), &secret()).unwrap();
    assert!(sealer.open(PURPOSE, row(2), &text).is_err());
    assert!(sealer.open("other.purpose", row(1), &text).is_err());
}

#[test]
fn changed_text_does_not_open() {
    let sealer = sealer(&[ONE]);
    let text = sealer.seal(PURPOSE, row(1), &secret()).unwrap();
    let (head, body) = text.rsplit_once('.').unwrap();
    let mut bytes = BASE64.decode(body).unwrap();
    for place in 0..bytes.len() {
        bytes[place] ^= 1;
        let text = format!("{head}.{}", BASE64.encode(&bytes));
        assert!(sealer.open(PURPOSE, row(1), &text).is_err(), "byte {place}");
        bytes[place] ^= 1;
    }
    for text in ["", "s1", "s1.x", "s1.x.y", "s2.a.b", &head.replace('.', "")] {
        assert!(sealer.open(PURPOSE, row(1), text).is_err(), "{text}");
    }
    let short = format!("{head}.AAAA");
    assert!(sealer.open(PURPOSE, row(1), &short).is_err());
}

#[test]
fn keys_can_be_replaced() {
    let old = sealer(&[ONE]).seal(PURPOSE, row(1), &secret()).unwrap();
    let both = sealer(&[TWO, ONE]);
    assert_eq!(
        both.open(PURPOSE, row(1), &old).unwrap().expose(),
        secret().expose()
    );
    let new = both.seal(PURPOSE, row(1), &secret()).unwrap();
    let only_new = sealer(&[TWO]);
    assert!(only_new.open(PURPOSE, row(1), &new).is_ok());
    let fault = only_new.open(PURPOSE, row(1), &old).unwrap_err();
    assert!(fault.to_string().contains("server.sealing_keys"), "{fault}");
}

#[test]
fn a_key_is_made_once_beside_a_sqlite_file_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("v.db").display());
    let text = ready(&[], &url)
        .unwrap()
        .seal(PURPOSE, row(1), &secret())
        .unwrap();
    assert!(
        ready(&[], &url)
            .unwrap()
            .open(PURPOSE, row(1), &text)
            .is_ok()
    );
    let file = folder.path().join("v.db.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(&file, "").unwrap();
    let error = ready(&[], &url).unwrap_err().to_string();
    assert!(error.contains("v.db.key"), "{error}");
}

#[test]
fn postgres_wants_its_keys_named() {
    let url = "postgres://role:hidden@host/name";
    let error = ready(&[], url).unwrap_err().to_string();
    assert!(error.starts_with("server.sealing_keys:"), "{error}");
    assert!(!error.contains("hidden"), "{error}");
    assert!(ready(&[ONE], url).is_ok());
    assert!(matches!(
        ready(&["short"], url),
        Err(SealingError::KeyMalformed)
    ));
}

#[test]
fn keys_are_a_list_or_lines_and_never_printed() {
    let list: SealingKeys = serde_json::from_str(&format!("[\"{ONE}\"]")).unwrap();
    let lines: SealingKeys = serde_json::from_str(&format!("\"{ONE}\\n{TWO}\"")).unwrap();
    assert_eq!(format!("{list:?} {lines:?}"), "1 keys 2 keys");
    assert!(list.are_well_formed() && lines.are_well_formed());
    assert!(!keys(&["short"]).are_well_formed());
    let sealer = Sealer::of(&list).unwrap();
    assert_eq!(format!("{sealer:?}"), "Sealer(1 keys)");
}
