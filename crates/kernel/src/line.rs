//! Names and other text of one line.

/// The text without blanks around it.
///
/// # Errors
/// Why it is no such text: empty, too long in characters, or with control characters.
pub fn line(text: &str, limit: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > limit {
        return Err(format!("must be at most {limit} characters"));
    }
    if text.chars().any(|c| c.is_control() || is_unseen(c)) {
        return Err("must be one line of visible text".to_owned());
    }
    Ok(text.to_owned())
}

/// The text of several lines without blanks around it.
///
/// # Errors
/// Why it is no such text: empty, too long in characters, or with control characters other than breaks.
pub fn paragraphs(text: &str, limit: usize) -> Result<String, String> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > limit {
        return Err(format!("must be at most {limit} characters"));
    }
    let unseen = |c: char| c != '\n' && (c.is_control() || is_unseen(c));
    if text.chars().any(unseen) {
        return Err("must be visible text".to_owned());
    }
    Ok(text.to_owned())
}

/// Breaks of lines, and marks that hide or turn what stands beside them.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_bounded_and_one_line() {
        assert_eq!(line(" Karriere Oslo ", 20).as_deref(), Ok("Karriere Oslo"));
        assert!(line(" \t ", 20).is_err());
        assert!(line("a\nb", 20).is_err());
        for unseen in ["\u{200b}", "a\u{202e}gnp", "a\u{2028}b"] {
            assert!(line(unseen, 20).is_err());
        }
        assert!(line(&"æ".repeat(20), 20).is_ok());
        assert!(line(&"æ".repeat(21), 20).is_err());
    }

    #[test]
    fn paragraphs_keep_their_breaks_and_nothing_else_unseen() {
        assert_eq!(paragraphs(" a\r\n\r\nb ", 20).as_deref(), Ok("a\n\nb"));
        for wrong in ["\n", "a\0", "a\tb", "a\u{202e}gnp"] {
            assert!(paragraphs(wrong, 20).is_err());
        }
        assert!(paragraphs(&"a\n".repeat(11), 20).is_err());
    }
}
