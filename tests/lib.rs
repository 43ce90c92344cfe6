//! Holds nothing: this package exists for the tests beside it.
