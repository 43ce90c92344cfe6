//! Which state of a resource was read, and which is changed (RFC 9110, sections 8.8.3 and 13.1.1).

use aws_lc_rs::digest;
use kernel::ProblemCode;
use poem_openapi::{
    ApiResponse,
    payload::Json,
    types::{ParseFromJSON, ToJSON},
};

use super::Problem;

/// A resource and the tag of its present state.
#[derive(ApiResponse)]
pub enum Versioned<T: ParseFromJSON + ToJSON> {
    /// The present state.
    #[oai(status = 200)]
    Current(
        Json<T>,
        /// To be sent as `If-Match` with a change.
        #[oai(header = "ETag")]
        String,
    ),
}

impl<T: ParseFromJSON + ToJSON> Versioned<T> {
    /// The resource with its tag.
    pub fn current(body: T) -> Self {
        let tag = tag_of(&body);
        Self::Current(Json(body), tag)
    }

    /// The resource, whose row counts its versions itself.
    pub fn counted(body: T, version: u32) -> Self {
        Self::Current(Json(body), tag_of_version(version))
    }
}

/// Refuses a change that is based on another state than the present one.
///
/// # Errors
/// 428 without `If-Match`, 412 where it names another state.
pub fn require_match<T: ToJSON>(if_match: Option<&str>, present: &T) -> Result<(), Problem> {
    require_tag(if_match, &tag_of(present))
}

/// The same for a resource whose row counts its versions itself.
///
/// # Errors
/// 428 without `If-Match`, 412 where it names another version.
pub fn require_version(if_match: Option<&str>, present: u32) -> Result<(), Problem> {
    require_tag(if_match, &tag_of_version(present))
}

fn require_tag(if_match: Option<&str>, tag: &str) -> Result<(), Problem> {
    let given = if_match.ok_or_else(|| Problem::new(ProblemCode::PreconditionRequired))?;
    let mut known = given.split(',').map(str::trim);
    if known.any(|known| known == tag || known == "*") {
        return Ok(());
    }
    Err(Problem::new(ProblemCode::StaleWrite))
}

/// Known to whoever has read the version in a list.
fn tag_of_version(version: u32) -> String {
    format!("\"{version}\"")
}

/// The tag follows from the content: no column keeps it, and no change can forget to move it.
fn tag_of<T: ToJSON>(body: &T) -> String {
    let hash = digest::digest(&digest::SHA256, body.to_json_string().as_bytes());
    let hex = hash
        .as_ref()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"));
    format!("\"{}\"", hex.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(if_match: Option<&str>, present: &str) -> Option<ProblemCode> {
        let refused = require_match(if_match, &present.to_owned()).err();
        refused.map(|problem| problem.code)
    }

    #[test]
    fn only_a_change_of_the_present_state_goes_through() {
        let tag = tag_of(&"Oslo".to_owned());
        assert_eq!(code(Some(&tag), "Oslo"), None);
        assert_eq!(code(Some(&format!("\"x\", {tag}")), "Oslo"), None);
        assert_eq!(code(Some("*"), "Oslo"), None);
        assert_eq!(code(Some(&tag), "Bergen"), Some(ProblemCode::StaleWrite));
        assert_eq!(code(None, "Oslo"), Some(ProblemCode::PreconditionRequired));
    }

    #[test]
    fn a_counted_version_is_named_by_its_number() {
        let code = |if_match| require_version(if_match, 3).err().map(|found| found.code);
        assert_eq!(code(Some("\"3\"")), None);
        assert_eq!(code(Some("*")), None);
        assert_eq!(code(Some("\"2\"")), Some(ProblemCode::StaleWrite));
        assert_eq!(code(Some("3")), Some(ProblemCode::StaleWrite));
        assert_eq!(code(None), Some(ProblemCode::PreconditionRequired));
    }
}
