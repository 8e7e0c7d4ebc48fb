/** The ways between the places of one page. */

import { replaceWith, useQuery, visit } from "./address";
import { Link, type LinkProps } from "./link";

/** Make the ways from how a page reads a place from a query, and how it writes one. */
export function waysBetween<Place>(placeOf: (query: string) => Place, queryOf: (place: Place) => string) {
  return {
    go: (place: Place) => visit(queryOf(place)),
    /** Go there without a step back to where one is now. */
    replace: (place: Place) => replaceWith(queryOf(place)),
    /** Where one is now, which may be elsewhere by the time that a response comes. */
    placeNow: () => placeOf(location.search),
    usePlace: () => placeOf(useQuery()),
    /** A link to another place of the page. */
    Go: ({ to, ...rest }: Omit<LinkProps, "to"> & { to: Place }) => <Link to={queryOf(to)} {...rest} />,
  };
}
