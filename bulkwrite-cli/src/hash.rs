//! SHA-256, as hexadecimal digits.

use std::fmt::Write as _;
use std::io::{self, Read};

use ring::digest::{Context, SHA256};

/// A hash of several parts: where one ends and the next begins counts, too.
#[cfg(feature = "send")]
pub(crate) struct Hash(Context);

#[cfg(feature = "send")]
impl Hash {
    pub(crate) fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    pub(crate) fn part(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> String {
        hex(self.0.finish().as_ref())
    }
}

/// The hash of some bytes, as `sha256sum` prints it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(ring::digest::digest(&SHA256, bytes).as_ref())
}

/// The same of all that can be read, and how many bytes that is.
pub(crate) fn of_all(content: &mut impl Read) -> io::Result<(String, u64)> {
    let (mut digest, mut count, mut buffer) = (Context::new(&SHA256), 0, vec![0; 1 << 16]);
    loop {
        match content.read(&mut buffer) {
            Ok(0) => return Ok((hex(digest.finish().as_ref()), count)),
            Ok(read) => {
                digest.update(&buffer[..read]);
                count += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_other_tools() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(of_all(&mut &b"abc"[..]).ok(), Some((sha256(b"abc"), 3)));
    }

    #[cfg(feature = "send")]
    #[test]
    fn parts_do_not_run_together() {
        let of = |parts: &[&str]| {
            let mut hash = Hash::new();
            for part in parts {
                hash.part(part.as_bytes());
            }
            hash.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
