/** The page of providers and administrators: their week, working hours, services and bookings. */

import { start } from "../ui/start";
import { Entrance } from "./entrance";
import { placeOf, replace } from "./place";

start(<Entrance />, (query) => replace(placeOf(query)));
