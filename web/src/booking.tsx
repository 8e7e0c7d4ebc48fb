import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, type Problem, problemOf } from "./api";
import type { components } from "./generated/api";
import { beginSignIn, finishSignIn, session, signOut } from "./session";

type Service = components["schemas"]["ServiceResponse"];

function Services() {
  const [services, setServices] = useState<Service[]>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    api.GET("/api/services").then((answer) => {
      if (answer.data) setServices(answer.data.items);
      else setProblem(problemOf(answer));
    });
  }, []);
  if (problem) return <p role="alert">{problem.detail}</p>;
  return (
    <ul>
      {services?.map((service) => (
        <li key={service.id}>
          {service.name}, {service.duration_minutes} minutes
        </li>
      ))}
    </ul>
  );
}

function Account() {
  const signedIn = session();
  if (signedIn) {
    return (
      <p>
        Signed in as {signedIn.name}.{" "}
        <button type="button" onClick={() => signOut()}>
          Sign out
        </button>
      </p>
    );
  }
  return (
    <button type="button" onClick={() => beginSignIn(location.search)}>
      Sign in
    </button>
  );
}

function Page() {
  return (
    <main>
      <h1>Book an appointment</h1>
      <Services />
      <Account />
    </main>
  );
}

const app = document.getElementById("app");
if (app) finishSignIn().then(() => render(<Page />, app));
