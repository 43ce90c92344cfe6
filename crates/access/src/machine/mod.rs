//! Tokens of machines: access tokens of Maskinporten, and the assertions and keys by which clients prove who they
//! are to an authorization server (RFC 7523, RFC 7517). Time and what is expected are given, so that a test can
//! repeat it.

mod access_token;
mod assertion;
#[cfg(test)]
mod mutated;
mod public_key;
mod refusal;
#[cfg(test)]
mod tests;

pub use access_token::{Authority, ExpectedToken, MachineToken, Machines, MachinesError};
pub use assertion::{Assertion, ExpectedAssertion, issuer_of, read_assertion};
pub use public_key::{KeyFault, PublicKey, PublicKeys, read_public_key};
pub use refusal::{MachineFault, TokenRefusal};
