/** Show a page. */

import { type ComponentChild, render } from "preact";
import { comeBack } from "./sign-in";

/** `arrive` gets the query to go on with if the user comes back from the login. */
export async function start(page: ComponentChild, arrive: (query: string) => void): Promise<void> {
  // A page that comes back from the browser's cache may be in the middle of a sign-in that never ended.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  const query = await comeBack();
  if (query !== undefined) arrive(query);
  const root = document.getElementById("app");
  if (root) render(page, root);
}
