//! Realtime frames over WebSocket, subprotocol `veiviser.v1`.

mod desk;
mod frames;
mod seeker;
mod socket;

pub(crate) use desk::desk_stream;
pub(crate) use seeker::conversation_stream;

use kernel::ProblemCode;

use crate::live::hub::Bye;

/// How a stream ends that did not begin: who was refused stays away, who came at a bad moment comes back.
const fn bye_after(problem: ProblemCode) -> Bye {
    if problem.status() >= 500 {
        Bye::Shutdown
    } else {
        Bye::Unauthorised
    }
}
