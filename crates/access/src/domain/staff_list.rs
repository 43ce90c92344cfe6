//! A centre's staff as a list for spreadsheets (RFC 4180): one person a line, columns by name.

use kernel::{Channel, FieldError, Language, Membership, Role};
use platform::http::unguard_cell;

/// Lines of one list; a centre has some dozens.
const MOST_LINES: usize = 500;

/// Columns: the name written, and names read as well.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("email", &["e-post", "epost", "e-mail"]),
    ("name", &["navn", "namn", "namma"]),
    ("roles", &["roller"]),
    ("alias", &[]),
    ("languages", &["språk"]),
    ("topics", &["tema", "emne"]),
    ("capacity_units", &["kapasitet"]),
    ("channels", &["kanaler", "kanalar"]),
    ("works_from_home", &["hjemmekontor", "heimekontor"]),
];
/// Columns nobody can be invited without.
const NEEDED: usize = 3;

/// A person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) membership: Membership,
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListFault {
    /// As a spreadsheet counts; the header is line 1.
    pub(crate) line: u64,
    /// The column and the reason.
    pub(crate) fault: FieldError,
}

fn fault(line: u64, field: &str, reason: impl Into<String>) -> ListFault {
    ListFault {
        line,
        fault: FieldError {
            field: field.to_owned(),
            reason: reason.into(),
        },
    }
}

/// A line with its number, or what is wrong with it.
type Numbered = (u64, Result<Line, Vec<ListFault>>);

/// Reads a list: semicolons or commas, a byte order mark or none, columns in any order. Each line comes with
/// its number and with what is wrong with it.
///
/// # Errors
/// The list as a whole cannot be read: the header lacks a column, or there are too many lines.
pub(crate) fn read_list(text: &str) -> Result<Vec<Numbered>, ListFault> {
    // The reader counts a line of two characters as none.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |_error| fault(1, "header", "cannot be read");
    let header = reader.headers().map_err(unreadable)?.clone();
    let places = places(&header)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let number = record.as_ref().ok().and_then(csv::StringRecord::position);
        let number = number.map_or(0, csv::Position::line);
        let Ok(record) = record else {
            return Err(fault(number, "line", "cannot be read"));
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        if lines.len() == MOST_LINES {
            let reason = format!("must be at most {MOST_LINES}");
            return Err(fault(number, "lines", reason));
        }
        lines.push((number, read_line(number, &record, &places)));
    }
    Ok(lines)
}

type Places = [Option<usize>; COLUMNS.len()];

fn places(header: &csv::StringRecord) -> Result<Places, ListFault> {
    let mut places = [None; COLUMNS.len()];
    for (place, title) in header.iter().enumerate() {
        let title = title.to_lowercase();
        let known = COLUMNS
            .iter()
            .position(|(name, others)| *name == title || others.contains(&title.as_str()));
        let slot = known.and_then(|column| places.get_mut(column));
        let slot = slot.ok_or_else(|| {
            let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
            let reason = format!("column {} is none of {}", place + 1, known.join(", "));
            fault(1, "header", reason)
        })?;
        if slot.replace(place).is_some() {
            let reason = format!("column {} is there twice", place + 1);
            return Err(fault(1, "header", reason));
        }
    }
    let missing = COLUMNS
        .iter()
        .zip(places)
        .take(NEEDED)
        .find(|(_, place)| place.is_none());
    match missing {
        Some(((name, _), _)) => Err(fault(1, "header", format!("lacks the column {name}"))),
        None => Ok(places),
    }
}

fn read_line(
    number: u64,
    record: &csv::StringRecord,
    places: &Places,
) -> Result<Line, Vec<ListFault>> {
    let mut faults = Vec::new();
    let [
        email,
        name,
        roles,
        alias,
        languages,
        topics,
        units,
        channels,
        home,
    ] = places.map(|place| {
        unguard_cell(
            place
                .and_then(|place| record.get(place))
                .unwrap_or_default(),
        )
    });
    let roles = words(roles, Role::from_word).map_err(|reason| ("roles", reason));
    let languages =
        words(languages, |word| word.parse().ok()).map_err(|reason| ("languages", reason));
    let channels =
        words(channels, |word| word.parse::<Channel>().ok()).map_err(|reason| ("channels", reason));
    let units = match units {
        "" => Ok(2),
        units => units
            .parse()
            .map_err(|_no_number| ("capacity_units", "must be a whole number".to_owned())),
    };
    let home = match home.to_lowercase().as_str() {
        "" | "no" | "nei" | "false" | "0" => Ok(false),
        "yes" | "ja" | "true" | "1" => Ok(true),
        _ => Err(("works_from_home", "must be yes or no".to_owned())),
    };
    let mut note = |(field, reason): (&str, String)| faults.push(fault(number, field, reason));
    let roles = roles.map_err(&mut note);
    let languages = languages.map_err(&mut note);
    let channels = channels.map_err(&mut note);
    let units = units.map_err(&mut note);
    let home = home.map_err(&mut note);
    let (Ok(roles), Ok(languages), Ok(channels), Ok(capacity_units), Ok(works_from_home)) =
        (roles, languages, channels, units, home)
    else {
        return Err(faults);
    };
    let alias = Some(alias).filter(|alias| !alias.is_empty());
    let first_name = name.split_whitespace().next().unwrap_or_default();
    Ok(Line {
        email: email.to_owned(),
        name: name.to_owned(),
        roles,
        membership: Membership {
            alias: alias.unwrap_or(first_name).to_owned(),
            languages: or(languages, &[Language::Nb]),
            topics: listed(topics).map(str::to_owned).collect(),
            capacity_units,
            channels: or(channels, Membership::CHANNELS),
            works_from_home,
        },
    })
}

fn or<T: Copy>(given: Vec<T>, otherwise: &[T]) -> Vec<T> {
    if given.is_empty() {
        otherwise.to_vec()
    } else {
        given
    }
}

/// The parts of a cell that holds several.
fn listed(cell: &str) -> impl Iterator<Item = &str> {
    let parts = cell.split(['|', ',']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

fn words<T>(cell: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    let read = |word: &str| read(&word.to_lowercase()).ok_or("holds a word that is not known");
    let all: Result<Vec<T>, &str> = listed(cell).map(read).collect();
    all.map_err(str::to_owned)
}

/// The list as rows of cells, the names of the columns first.
pub(crate) fn rows_of<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Vec<String>> {
    let header = COLUMNS.map(|(name, _)| name.to_owned()).to_vec();
    let rows = lines.into_iter().map(cells_of);
    std::iter::once(header).chain(rows).collect()
}

fn cells_of(line: &Line) -> Vec<String> {
    let membership = &line.membership;
    let roles: Vec<&str> = line.roles.iter().map(|role| role.as_str()).collect();
    let languages: Vec<&str> = membership
        .languages
        .iter()
        .map(|word| word.as_str())
        .collect();
    let channels: Vec<&str> = membership
        .channels
        .iter()
        .map(|word| word.as_str())
        .collect();
    let home = if membership.works_from_home {
        "yes"
    } else {
        "no"
    };
    vec![
        line.email.clone(),
        line.name.clone(),
        roles.join("|"),
        membership.alias.clone(),
        languages.join("|"),
        membership.topics.join("|"),
        membership.capacity_units.to_string(),
        channels.join("|"),
        home.to_owned(),
    ]
}

#[cfg(test)]
mod tests;
