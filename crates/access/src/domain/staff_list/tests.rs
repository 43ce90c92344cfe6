use platform::http::CsvFile;
use poem_openapi::payload::Binary;

use super::*;

fn kari() -> Line {
    Line {
        email: "kari@example.no".to_owned(),
        name: "Kari Østby".to_owned(),
        roles: vec![Role::Counsellor, Role::CentreAdministrator],
        membership: Membership {
            alias: "=Kari".to_owned(),
            languages: vec![Language::Nb, Language::Se],
            topics: vec!["study".to_owned(), "job; change".to_owned()],
            capacity_units: 4,
            channels: vec![Channel::Chat],
            works_from_home: true,
        },
    }
}

fn faults(text: &str) -> Vec<(u64, String)> {
    let lines = read_list(text).unwrap();
    let faults = lines
        .into_iter()
        .filter_map(|(_, line)| line.err())
        .flatten();
    faults
        .map(|found| (found.line, found.fault.field))
        .collect()
}

/// The list as it is saved.
fn written(lines: &[Line]) -> String {
    let CsvFile::Table(Binary(bytes), _) = CsvFile::new("staff", rows_of(lines)).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_was_written_reads_back() {
    let text = written(&[kari()]);
    assert!(text.starts_with("\u{feff}email;name;roles;"), "{text}");
    assert!(
        text.contains(";'=Kari;"),
        "no formula reaches a spreadsheet: {text}"
    );
    assert_eq!(read_list(&text).unwrap(), [(2, Ok(kari()))]);
}

#[test]
fn columns_have_norwegian_names_any_order_and_defaults() {
    let text = "Navn,E-post,Roller\nOla Li, ola@example.no ,counsellor\n,,\n";
    let lines = read_list(text).unwrap();
    let [(2, Ok(line))] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(line.membership.alias, "Ola");
    assert_eq!(line.membership.languages, [Language::Nb]);
    assert_eq!(line.membership.channels, Membership::CHANNELS);
    assert_eq!(line.membership.capacity_units, 2);
}

#[test]
fn every_faulty_cell_is_told_with_its_line() {
    let text = "email;name;roles;languages;capacity_units;works_from_home\n\
                a@example.no;A;counsellor;nb;2;ja\n\
                b@example.no;B;boss;xx;many;perhaps\n";
    let fields = ["roles", "languages", "capacity_units", "works_from_home"];
    assert_eq!(faults(text), fields.map(|field| (3, field.to_owned())));
}

#[test]
fn a_list_without_the_needed_columns_is_refused_as_a_whole() {
    for header in [
        "",
        "email;name",
        "email;name;roles;shoe size",
        "email;email;name;roles",
    ] {
        let refused = read_list(header).unwrap_err();
        assert_eq!(
            (refused.line, refused.fault.field.as_str()),
            (1, "header"),
            "{header}"
        );
    }
    let many = "a@example.no;A;counsellor\n".repeat(MOST_LINES + 1);
    let refused = read_list(&format!("email;name;roles\n{many}")).unwrap_err();
    assert_eq!(refused.fault.field, "lines");
}
