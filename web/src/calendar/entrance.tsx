/** Who may see a calendar, and whose is shown. */

import { useState } from "preact/hooks";
import type { Me } from "../api/ask";
import { me } from "../api/providers";
import { session } from "../api/session";
import { Bones, Heading, Trouble } from "../ui/pieces";
import { useRead } from "../ui/use";
import { Calendar } from "./calendar-of";
import { go, type Place, usePlace } from "./place";
import { NewProvider } from "./providers/new-provider";
import { Providers } from "./providers/providers";
import { Client, NotYours, SignedOut } from "./strangers";
import { Lobby, Plain } from "./ways";

export function Entrance() {
  const place = usePlace();
  const [round, setRound] = useState(0);
  if (!session()) return <SignedOut place={place} />;
  return <Signed key={round} place={place} anew={() => setRound((count) => count + 1)} />;
}

interface SignedProps {
  place: Place;
  /** Read again who the user is. */
  anew: () => void;
}

function Signed({ place, anew }: SignedProps) {
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
  return isStaff ? <Staff me={data} place={place} anew={anew} /> : <Client />;
}

function Staff({ me, place, anew }: SignedProps & { me: Me }) {
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
    go({ view: isAdmin ? "providers" : undefined });
    anew();
  };
  return <Calendar key={shown} me={me} isAdmin={isAdmin} id={shown} place={place} left={left} />;
}

/** What is shown while no calendar is open. */
function lobbyOf(me: Me, isAdmin: boolean, { view, provider }: Place, anew: () => void) {
  const own = me.provider_ids.length;
  if (!isAdmin && !own) return <NewProvider me={me} isAdmin={false} created={anew} />;
  if (isAdmin && view === "new") return <NewProvider me={me} isAdmin created={anew} />;
  const isList = view === "providers" || (provider === undefined && !own);
  return isList && (isAdmin || own > 1) ? <Providers me={me} isAdmin={isAdmin} /> : null;
}
