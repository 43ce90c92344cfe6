//! Realtime frames over WebSocket, subprotocol `veiviser.v1`.

mod desk;
mod frames;
mod seeker;
mod socket;

pub(crate) use desk::desk_stream;
pub(crate) use seeker::conversation_stream;
