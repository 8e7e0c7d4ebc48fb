"""Every condition, change and query key that Holdfast sends to DynamoDB, by name.

No other file of this package contains text in DynamoDB's expression language.
"""

from collections.abc import Container, Iterable

from holdfast.core.caller import Caller

# Conditions

# An update must not create a missing item. The clauses for the owner and the version prevent that too, but
# the condition has neither of them for an administrator who sends no If-Match.
EXISTS = "attribute_exists(PK)"
# Creating an item must not overwrite an existing item. A new item's id is derived from the Idempotency-Key,
# so a repeat finds the item of the first request. The id of a user's own provider is derived from the user,
# so nobody can create a second one.
ABSENT = "attribute_not_exists(PK)"
# The write itself checks the owner: a check before the write could be out of date.
OWNED = "#owner = :caller"
# The owner of the client may cancel, and so may the owner of the provider.
OWNED_BY_EITHER = "(#owner = :caller OR provider_owner = :caller)"
# A request through a link gives the secret of its booking, which the booking keeps for life. The write itself
# checks it. Without this clause, a mistake in a read could let a link act on another booking.
SAME_SECRET = "secret = :secret"  # noqa: S105 - a condition
# Nobody has changed the item since the version that If-Match names, or since this request read it. Without
# this clause, a change could be lost.
SAME_VERSION = "version = :version"
# The provider still has the rules that are being copied to its days. Without this clause, old rules could
# overwrite the rules of a later request.
SAME_RULES = "time_zone = :time_zone AND min_notice_minutes = :min_notice_minutes"
# The provider still has the cut-off that is being copied. A provider that was stored before there were
# cut-offs has no attribute for it. That counts as 0, but a comparison with 0 alone would be false.
SAME_CUT_OFF = "cancel_notice_minutes = :cancel_notice_minutes"
STILL_NO_CUT_OFF = (
    "(attribute_not_exists(cancel_notice_minutes) OR cancel_notice_minutes = :cancel_notice_minutes)"
)
# The provider has not opened time, closed time or changed its booking rules since the read: each of these
# increases calendar_version. Without this clause, opened time could get old rules, and deleting a provider
# could leave time behind that was opened after the read.
SAME_CALENDAR = "calendar_version = :calendar_version"
# The client has made no reservation since its reservations were read. Without this clause, concurrent
# reservations could exceed the limit, and deleting a client could leave a new hold behind.
SAME_RECENT_HOLDS = "recent_holds = :recent_holds"
# A hold is live until the time in expires_at. The existence of its item proves nothing, because TTL and the
# sweeper may delete it late. A confirmed appointment has no expires_at, so both clauses are false for it. It
# cannot be confirmed again, and the sweeper cannot delete it.
LIVE = "expires_at > :now"
LAPSED = "expires_at <= :now"
# This prevents double booking. A new hold may replace only a lapsed hold that is not deleted yet. If the slot
# has a live hold or an appointment, the condition fails.
FREE = f"({ABSENT} OR {LAPSED})"
# The item is still the hold that was read, or the appointment made from it. Without this clause, a request
# could confirm or cancel a later hold on the slot.
SAME_HOLD = "hold_id = :hold_id"
# If a hold was read, it has not been confirmed since. Without this clause, cancelling could delete an
# appointment as if it were a hold, and leave its quarter-hour in the day's `booked`.
SAME_STATUS = "#status = :status"
# No booking of the day has changed since it was read. A booking that moves on one day both loses and gains
# quarter-hours there, so it replaces the whole set. Without this clause, another booking could be lost.
SAME_BOOKED = "booked = :as_read"
# The owner's list of clients, or the provider's list of webhooks, has room for one more. An empty list has no
# `ids`, and then the comparison with size() alone would be false.
UNDER_CAP = "(attribute_not_exists(ids) OR size(ids) < :cap)"
# There is room for one more service. Before the first service there is no `services`, and then the comparison
# alone would be false.
UNDER_SERVICE_CAP = "(attribute_not_exists(services) OR services < :cap)"
# The service exists and has the provider. Without this clause, removing the provider from a service that was
# deleted since the read would create it again, as an item without a name.
PROVIDED_BY = "contains(provider_ids, :provider_id)"
# No attempt to call the endpoint has ended since its health was read. Without this clause, an attempt could
# begin during a pause, or be the second one to an endpoint that gets one at a time.
_SAME_FAILURES = "failures = :failures"
_STILL_NO_FAILURES = "attribute_not_exists(failures)"
# The delivery was not begun again by hand since it was read. Without this clause, what has become of the old
# attempt would end the new ones, and two requests at once could begin it at the same second.
SAME_SINCE = "#since = :since"
# The event was not delivered since the delivery was read, nor given up. Without this clause, an attempt that
# failed could undo another attempt's success.
STILL_WAITING = "#status = :waiting"
# No other attempt was noted since the delivery was read. Without this clause, one of two attempts at once
# could be forgotten, and the next step would be too short.
SAME_ATTEMPTS = "#attempts = :attempts"
# Nobody has changed when the next attempt is due since the index was read. Without this clause, a delivery
# that was made in the meantime would get into the index again.
SAME_NEXT = "by_kind_sk = :as_read"
# Nobody has replaced the address of the feed since it was read: each address has a salt of its own. Without
# this clause, two attempts of one request could make two addresses, of which the first to be shown is dead.
SAME_FEED = "salt = :salt"
# No later change of the booking is noted there. Events come in any order. Without this clause, an old one
# that comes late could hide a later one, and calendars would ignore the lower version.
NEWER = "(attribute_not_exists(PK) OR version < :version)"

# Changes

# A day that may be new gets all that lists and reservations read. if_not_exists keeps an existing day in its
# index partition, because the day's holds are there too.
_DAY = (
    "SET by_day_pk = if_not_exists(by_day_pk, :by_day_pk), by_day_sk = :by_day_sk, expires_at = :expires_at, "
    "time_zone = :time_zone, min_notice_minutes = :min_notice_minutes, "
    "cancel_notice_minutes = :cancel_notice_minutes, provider_owner = :provider_owner"
)
# What a request to open time, to close time or to set working hours writes. A request to confirm or cancel
# changes `booked` alone. So neither can undo the other's change.
_OPEN_TIME = ("open", "opened", "closed", "has_hours")
BOOK_QUARTERS = "ADD booked :quarters"
FREE_QUARTERS = "DELETE booked :quarters"
REPLACE_BOOKED = "SET booked = :whole"
# A buffer may take quarter-hours of a day on which the provider never opened time.
BOOK_NEW_DAY = f"{_DAY} ADD booked :quarters"
TOUCH_CALENDAR = "ADD calendar_version :one"
COPY_TO_DAY = (
    "SET time_zone = :time_zone, min_notice_minutes = :min_notice_minutes, "
    "cancel_notice_minutes = :cancel_notice_minutes"
)
# Confirming adds the item to the index by_client and removes it from by_kind, which lists holds. It also
# removes the item from by_day, where the day's `booked` now shows that the slot is taken.
CONFIRM = (
    "SET #status = :confirmed, version = :version, "
    "by_client_pk = :by_client_pk, by_client_sk = :by_client_sk "
    "REMOVE expires_at, by_day_pk, by_day_sk, by_kind_pk, by_kind_sk"
)
CONFIRM_PART = "REMOVE expires_at, by_day_pk, by_day_sk"
REMEMBER_HOLD = "SET recent_holds = :recent_holds_now"
ADD_IDS = "ADD ids :ids"
REMOVE_IDS = "DELETE ids :ids"
COUNT_SERVICE = "ADD services :change"
REMOVE_PROVIDER = "DELETE provider_ids :ids ADD version :one"
DISABLE = "SET #active = :false, disabled_at = :now ADD version :one"
NOTE_TOLD = "SET #told = :disabled_at"
MOVE_NEXT = "SET by_kind_sk = :next"

# A delivery that is sent again by hand waits as a new one does, whatever its status was. It is soon due in
# the index, so the sweep finds it even if the message that asks for the attempt is lost.
SEND_AGAIN = (
    "SET #status = :status, #since = :renewed, attempts = :attempts, expires_at = :expires_at, "
    "by_kind_pk = :by_kind_pk, by_kind_sk = :by_kind_sk"
)

# Keys of queries

PARTITION = "PK = :partition"
PARTITION_BETWEEN = "PK = :partition AND SK BETWEEN :first AND :last"
DAY_FROM = "by_day_pk = :partition AND by_day_sk >= :first"
KIND_AFTER = "by_kind_pk = :partition AND by_kind_sk > :after"
KIND_UNTIL = "by_kind_pk = :partition AND by_kind_sk <= :until"
CLIENT_BETWEEN = "by_client_pk = :partition AND by_client_sk BETWEEN :first AND :last"
DELIVERIES_BEFORE = "by_client_pk = :partition AND by_client_sk < :before"

# The attributes that determine which slots of a day are available. The index by_day has only these
# attributes, so it has the end of a hold, but not the hold's client.
OPEN_SLOTS = "PK, SK, #open, booked, expires_at, time_zone, min_notice_minutes"


# What a calendar feed shows of a booking. Days and parts of visits are read too, but little of them is left.
FEED_ROWS = (
    "PK, SK, part_of, #status, client_id, client_name, #owner, provider_owner, hold_id, expires_at, "
    "service_id, quarters, #before, #after, version"
)


def all_open(quarters: Iterable[int]) -> str:
    """Return the clause that the provider has not closed any of the quarter-hours.

    A hold does not keep the time open, so confirming must check this. The values are named `q0` to `q95`.
    """
    return " AND ".join(f"contains(#open, :q{quarter})" for quarter in quarters)


def open_time(given: Container[str]) -> str:
    """Return the change of a day's open time to the given attributes; the others are removed.

    The change replaces whole sets, so it must be in a transaction with SAME_CALENDAR and TOUCH_CALENDAR.
    DynamoDB stores no empty set.
    """
    sets = "".join(f", #{name} = :{name}" for name in _OPEN_TIME if name in given)
    gone = ", ".join(f"#{name}" for name in _OPEN_TIME if name not in given)
    return f"{_DAY}{sets} REMOVE {gone}" if gone else f"{_DAY}{sets}"


def same_cut_off(minutes: int) -> str:
    """Return the clause that the provider still has this cut-off."""
    return SAME_CUT_OFF if minutes else STILL_NO_CUT_OFF


def all_of(*clauses: str) -> str:
    return " AND ".join(clauses)


def owned(caller: Caller) -> tuple[str, ...]:
    """Return the clause that checks the owner, or no clause for an administrator."""
    return () if caller.is_admin else (OWNED,)


def owned_by_either(caller: Caller) -> tuple[str, ...]:
    return () if caller.is_admin else (OWNED_BY_EITHER,)


def through_link(caller: Caller) -> tuple[str, ...]:
    """Return the clause that checks the secret of the caller's link, or no clause for a signed-in caller."""
    return () if caller.secret is None else (SAME_SECRET,)


def same_failures(failures: int) -> str:
    """Return the clause that the endpoint still has this number of failures."""
    return _SAME_FAILURES if failures else _STILL_NO_FAILURES


def lease_is_free(number: int) -> str:
    """Return the clause that nobody has the lease.

    Without it, more attempts than allowed could be under way.
    """
    return f"(attribute_not_exists(lease_{number}) OR lease_{number} <= :now)"


def lease_is_ours(number: int) -> str:
    """Return the clause that the holder still has the lease.

    Without it, an attempt could give back another one's lease, be counted twice if a response was lost, or
    bring back the health of a webhook that was deleted or activated.
    """
    return f"holder_{number} = :holder"


def take_lease(number: int) -> str:
    return f"SET lease_{number} = :until, holder_{number} = :holder, expires_at = :expires_at"


def give_back(number: int) -> str:
    return f"REMOVE lease_{number}, holder_{number}"


def note_success(number: int) -> str:
    return f"REMOVE failures, failed_at, failing_since, lease_{number}, holder_{number}"


def note_failure(number: int) -> str:
    return (
        "SET failed_at = :now, failing_since = if_not_exists(failing_since, :now) "
        f"REMOVE lease_{number}, holder_{number} ADD failures :one"
    )


def setting(*names: str, counters: tuple[str, ...]) -> str:
    """Return a change that sets each attribute to the value of the same name and adds one to each counter."""
    sets = ", ".join(f"#{name} = :{name}" for name in names)
    return f"SET {sets} ADD {', '.join(f'{counter} :one' for counter in counters)}"
