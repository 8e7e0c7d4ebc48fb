/** The clients' page: choose, book, and see what is booked. */

import { session } from "../api/session";
import { start } from "../ui/start";
import { current, Top } from "../ui/top";
import { Book } from "./book";
import { ChooseTime, Services } from "./choose";
import { Done } from "./done";

import { intend } from "./hold";
import { Mine } from "./mine";
import { Move } from "./move";
import { isOnBehalf, ToWeek } from "./on-behalf";
import { Go, type Place, placeOf, replace, usePlace } from "./place";

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

function Ways({ view }: Place) {
  return (
    <>
      <Go to={{}} {...current(view !== "mine")}>
        Book
      </Go>
      <Go to={{ view: "mine" }} out {...current(view === "mine")}>
        My appointments
      </Go>
    </>
  );
}

function Page() {
  const place = usePlace();
  return (
    <>
      <Top>{isOnBehalf(place) ? <ToWeek place={place} /> : <Ways view={place.view} />}</Top>
      <main>{viewOf(place)}</main>
    </>
  );
}

start(<Page />, (query) => {
  const place = placeOf(query);
  if (session() && !isOnBehalf(place)) intend(place.time);
  replace(place);
});
