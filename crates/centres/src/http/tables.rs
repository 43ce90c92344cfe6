//! Tables of hours, as spreadsheets open them.

use kernel::{Channel, Language};
use platform::{Fault, http::CsvFile, sentence};

/// A table to save; `titles` are keys of sentences.
pub(super) fn table(
    name: &str,
    language: Language,
    titles: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<CsvFile, Fault> {
    let titles = titles.iter().map(|key| sentence(language, key).to_owned());
    CsvFile::new(name, std::iter::once(titles.collect()).chain(rows))
}

/// Hours with two decimals.
pub(super) fn hours(seconds: u64) -> String {
    let hundredths = (seconds + 18) / 36;
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// The name of a channel.
pub(super) fn channel_name(language: Language, channel: Channel) -> String {
    sentence(language, &format!("channel.{channel}")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_two_decimals_and_a_comma() {
        for (seconds, text) in [
            (0, "0,00"),
            (1800, "0,50"),
            (3599, "1,00"),
            (363_600, "101,00"),
        ] {
            assert_eq!(hours(seconds), text);
        }
    }
}
