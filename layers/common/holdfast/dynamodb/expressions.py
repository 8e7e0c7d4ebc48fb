"""Every condition and change that Holdfast asks DynamoDB for, by name.

No other file but `table.py`, which sends them, knows DynamoDB's expression language.
"""

from holdfast.core.caller import Caller

# Conditions

# The item is there at all; asked only where no clause below implies it.
EXISTS = "attribute_exists(PK)"
ABSENT = "attribute_not_exists(PK)"
# Ownership is part of the write, so no check before it can be out of date.
OWNED = "#owner = :caller"
# A provider, too, may cancel what stands in its own calendar.
OWNED_BY_EITHER = "(#owner = :caller OR provider_owner = :caller)"
# If-Match: nobody has changed it since.
SAME_VERSION = "version = :version"
# The provider still has the time zone and the notice that are being copied to its days.
SAME_RULES = "time_zone = :time_zone AND min_notice_minutes = :min_notice_minutes"
# No time was opened or closed since the calendar was read, and the rules are the same.
SAME_CALENDAR = "calendar_version = :calendar_version"
# No reservation of this client was made since they were counted.
SAME_RECENT_HOLDS = "recent_holds = :recent_holds"
# Only a hold has expires_at: a confirmed appointment neither lives nor lapses. TTL and the sweeper may
# be late, so the clock decides, never the presence of the item.
LIVE = "expires_at > :now"
LAPSED = "expires_at <= :now"
FREE = f"({ABSENT} OR {LAPSED})"
# The very hold that was read: the slot may have changed hands since, or become confirmed.
SAME_HOLD = "hold_id = :hold_id"
SAME_STATUS = "#status = :status"
# The provider still offers the time.
QUARTER_OPEN = "contains(#open, :quarter)"
# The owner's list of clients has room for one more.
UNDER_CAP = "(attribute_not_exists(ids) OR size(ids) < :cap)"

# Changes

# Opening and closing touch only `open`; confirming and cancelling touch only `booked`.
OPEN_QUARTERS = (
    "SET by_day_pk = if_not_exists(by_day_pk, :by_day_pk), by_day_sk = :by_day_sk, expires_at = :expires_at, "
    "time_zone = :time_zone, min_notice_minutes = :min_notice_minutes, provider_owner = :provider_owner "
    "ADD #open :quarters"
)
CLOSE_QUARTERS = "DELETE #open :quarters"
BOOK_QUARTER = "ADD booked :quarters"
FREE_QUARTER = "DELETE booked :quarters"
TOUCH_CALENDAR = "ADD calendar_version :one"
COPY_TO_DAY = "SET time_zone = :time_zone, min_notice_minutes = :min_notice_minutes"
# A confirmed appointment leaves the list of holds and the list of the day, and joins its client's list.
CONFIRM = (
    "SET #status = :confirmed, by_client_pk = :by_client_pk, by_client_sk = :by_client_sk "
    "REMOVE expires_at, by_day_pk, by_day_sk, by_kind_pk, by_kind_sk"
)
REMEMBER_HOLD = "SET recent_holds = :recent_holds_now"
ADD_CLIENT = "ADD ids :ids"
REMOVE_CLIENT = "DELETE ids :ids"

# Keys of queries

PARTITION_BETWEEN = "PK = :partition AND SK BETWEEN :first AND :last"
DAY_FROM = "by_day_pk = :partition AND by_day_sk >= :first"
KIND_AFTER = "by_kind_pk = :partition AND by_kind_sk > :after"
KIND_UNTIL = "by_kind_pk = :partition AND by_kind_sk <= :until"
CLIENT_BETWEEN = "by_client_pk = :partition AND by_client_sk BETWEEN :first AND :last"

# What of a day's rows tells its open slots, and is in the index by_day: of what is taken only until when.
OPEN_SLOTS = "PK, SK, #open, booked, expires_at, time_zone, min_notice_minutes"


def all_of(*clauses: str) -> str:
    return " AND ".join(clauses)


def owned(caller: Caller) -> tuple[str, ...]:
    """Return the clause of ownership, from which an administrator is exempt."""
    return () if caller.is_admin else (OWNED,)


def owned_by_either(caller: Caller) -> tuple[str, ...]:
    return () if caller.is_admin else (OWNED_BY_EITHER,)


def setting(*names: str, counters: tuple[str, ...]) -> str:
    """Set each attribute to the value of its own name, and add one to each counter."""
    sets = ", ".join(f"#{name} = :{name}" for name in names)
    return f"SET {sets} ADD {', '.join(f'{counter} :one' for counter in counters)}"
