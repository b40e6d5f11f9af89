//! Times as the CRM writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time as ISO 8601 in a zone that is so many minutes ahead of UTC: `2021-05-13T11:00:58+05:30`.
pub(crate) fn iso8601(time: SystemTime, offset: i32) -> String {
    let local = seconds(time) + i64::from(offset) * 60;
    let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}", ahead / 60, ahead % 60)
}

/// Seconds since 1970, negative before.
pub(crate) fn seconds(time: SystemTime) -> i64 {
    let whole = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    time.duration_since(UNIX_EPOCH).map_or_else(|error| -whole(error.duration()), whole)
}

/// Milliseconds since 1970.
pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The time that is so many milliseconds after 1970.
pub(crate) fn from_millis(millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis)
}

/// Year, month and day of a day counted from 1970-01-01, by the Gregorian calendar: an era has 146,097 days, and years
/// are taken to begin in March so that the leap day is their last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_their_zone() {
        for (seconds, offset, expected) in [
            (0, 0, "1970-01-01T00:00:00+00:00"),
            (0, 330, "1970-01-01T05:30:00+05:30"),
            (1_620_883_858, 330, "2021-05-13T11:00:58+05:30"),
            (1_548_858_092, -720, "2019-01-30T02:21:32-12:00"),
            (951_782_400, 0, "2000-02-29T00:00:00+00:00"),
            (951_868_799, 0, "2000-02-29T23:59:59+00:00"),
            (1_709_164_800, 0, "2024-02-29T00:00:00+00:00"),
            (1_735_689_599, 0, "2024-12-31T23:59:59+00:00"),
            (4_107_542_400, 0, "2100-03-01T00:00:00+00:00"),
        ] {
            assert_eq!(iso8601(UNIX_EPOCH + Duration::from_secs(seconds), offset), expected);
        }
    }
}
