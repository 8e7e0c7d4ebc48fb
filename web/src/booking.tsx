/** The clients' page: choose, book, and see what is booked. */

import { render } from "preact";
import { Book } from "./book";
import { ChooseTime, Services } from "./choose";
import { Done } from "./done";
import { intend } from "./hold";
import { Mine } from "./mine";
import { Move } from "./move";
import { framed, type Place, placeOf, replace, usePlace } from "./place";
import { finishSignIn, session, signOut } from "./session";
import { noteFailure } from "./sign-in";
import { Go, useAction } from "./ui";

function viewOf(place: Place): preact.JSX.Element {
  const { view, service, time, booking } = place;
  if (view === "mine") return <Mine key="mine" />;
  if (view === "done" && booking) return <Done key={`done ${booking}`} place={{ ...place, booking }} />;
  if (view === "move" && booking && time) {
    return <Move key={`move ${booking} ${time}`} place={{ ...place, booking, time }} />;
  }
  if (time && (service || typeof place.provider === "number")) {
    return <Book key={`time ${time}`} place={{ ...place, time }} />;
  }
  if (service) return <ChooseTime key={`service ${service}`} place={{ ...place, service }} />;
  return <Services key="services" />;
}

function Page() {
  const place = usePlace();
  return (
    <>
      <Top isMine={place.view === "mine"} />
      <main>{viewOf(place)}</main>
    </>
  );
}

function Top({ isMine }: { isMine: boolean }) {
  const [leave, isBusy] = useAction(() => signOut());
  const signedIn = session();
  return (
    <header class="top">
      <nav aria-label="Pages">
        <Go to={{}} {...current(!isMine)}>
          Book
        </Go>
        <Go to={{ view: "mine" }} out {...current(isMine)}>
          My appointments
        </Go>
      </nav>
      {signedIn && !framed && (
        <button type="button" class="link" disabled={isBusy} onClick={leave}>
          Sign out
        </button>
      )}
    </header>
  );
}

const current = (is: boolean) => (is ? ({ "aria-current": "page" } as const) : {});

async function start(): Promise<void> {
  const isBack = new URLSearchParams(location.search).has("state");
  const choice = await finishSignIn();
  if (isBack) {
    if (!session()) noteFailure();
    const place = placeOf(choice ?? location.search);
    if (session()) intend(place.time);
    replace(place);
  }
  const root = document.getElementById("app");
  if (root) render(<Page />, root);
}

// A page that comes back from the browser's cache may be in the middle of a sign-in that never ended.
addEventListener("pageshow", (event) => event.persisted && location.reload());
start();
