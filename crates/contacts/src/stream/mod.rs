//! Realtime frames over WebSocket, subprotocol `veiviser.v1`.

mod desk;
mod frames;
mod seeker;
mod socket;

pub use desk::desk_stream;
pub use seeker::conversation_stream;
