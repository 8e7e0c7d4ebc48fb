/** Who may see a calendar, and whose is shown. */

import { useEffect, useState } from "preact/hooks";
import type { Me } from "../api/ask";
import { me } from "../api/providers";
import { session } from "../api/session";
import { named } from "../core/names";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { useRead } from "../ui/use";
import { Calendar } from "./calendar-of";
import { go, type Place, placeNow, usePlace } from "./place";
import { NewProvider } from "./providers/new-provider";
import { Providers } from "./providers/providers";
import { Client, NotYours, SignedOut } from "./strangers";
import { Lobby, Plain } from "./ways";

export function Entrance() {
  const place = usePlace();
  const [round, setRound] = useState(0);
  const [said, setSaid] = useState("");
  // Later on, what is entered stays although the session has ended: each view asks to sign in again.
  const [isSignedIn] = useState(() => session() !== null);
  useEffect(() => {
    if (place.view !== "hours") setSaid("");
  }, [place.view]);
  if (!isSignedIn) return <SignedOut place={place} />;
  const anew = (words = "") => {
    setSaid(words);
    setRound((count) => count + 1);
  };
  return <Signed key={round} place={place} said={said} anew={anew} />;
}

interface SignedProps {
  place: Place;
  /** What was done just before. */
  said: string;
  /** Read again who the user is, after something was done. */
  anew: (said?: string) => void;
}

function Signed({ place, said, anew }: SignedProps) {
  const { data, problem, again } = useRead(me, []);
  if (problem?.status === 401) return <SignedOut place={place} />;
  if (problem) {
    return (
      <Plain>
        <Heading>Calendar</Heading>
        <Trouble problem={problem} retry={again} />
      </Plain>
    );
  }
  if (!data) {
    return (
      <Plain>
        <Bones count={2} kind="cards" />
      </Plain>
    );
  }
  const isStaff = data.groups.length > 0 || data.provider_ids.length > 0;
  return isStaff ? <Staff me={data} place={place} said={said} anew={anew} /> : <Client />;
}

function Staff({ me, place, said, anew }: SignedProps & { me: Me }) {
  const isAdmin = me.groups.includes("admins");
  const lobby = lobbyOf(me, isAdmin, place, anew);
  if (lobby) {
    return (
      <Lobby me={me} isAdmin={isAdmin} view={place.view ?? "providers"}>
        {lobby}
      </Lobby>
    );
  }
  const shown = place.provider ?? me.provider_ids[0] ?? 0;
  if (!isAdmin && !me.provider_ids.includes(shown)) return <NotYours me={me} isAdmin={isAdmin} />;
  const left = () => {
    // Whoever has gone to another calendar meanwhile stays there.
    if (placeNow().provider !== place.provider || placeNow().view !== "settings") return;
    go({ view: isAdmin ? "providers" : undefined });
    anew();
  };
  return <Calendar key={shown} me={me} isAdmin={isAdmin} id={shown} place={place} said={said} left={left} />;
}

/** What is shown while no calendar is open. */
function lobbyOf(me: Me, isAdmin: boolean, place: Place, anew: (said?: string) => void) {
  const { view, provider } = place;
  const own = me.provider_ids.length;
  if (view === "new" || (!isAdmin && !own)) {
    const created = (made?: { id: number; name: string }) => {
      if (made) go({ view: "hours", provider: made.id });
      anew(made && `Created: ${named(made.name)}.`);
    };
    if (isAdmin || !own) return <NewProvider me={me} isAdmin={isAdmin} created={created} />;
  }
  const isList = view === "providers" || (provider === undefined && !own);
  return isList && (isAdmin || own > 1) ? <Providers me={me} isAdmin={isAdmin} place={place} /> : null;
}
