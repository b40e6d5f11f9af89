//! Bodies of answers: whole, or broken off in the middle.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The connection is to be closed without an answer, or without the rest of it.
#[derive(Debug)]
pub(super) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed on purpose")
    }
}

impl std::error::Error for Dropped {}

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Answer {
    Whole(Option<Bytes>),
    Half {
        first: Option<Bytes>,
        /// How long the whole would be.
        size: u64,
        /// What is sent gets on its way before the connection is closed.
        pause: Pin<Box<Sleep>>,
    },
}

const PAUSE: Duration = Duration::from_millis(20);

impl Answer {
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    pub(super) fn half(bytes: &Bytes) -> Self {
        let size = bytes.len().max(2) as u64;
        let first = Some(bytes.slice(..bytes.len() / 2)).filter(|bytes| !bytes.is_empty());
        Self::Half { first, size, pause: Box::pin(sleep(PAUSE)) }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Half { first, pause, .. } => {
                if let Some(bytes) = first.take() {
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                ready!(pause.as_mut().poll(cx));
                Poll::Ready(Some(Err(Dropped)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::Half { size, .. } => SizeHint::with_exact(*size),
        }
    }
}
