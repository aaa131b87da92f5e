import { useRef, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { I18n } from "@lingui/core";
import { graphql } from "../gql";
import type { SecurityPageQuery } from "../gql/graphql";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { instant } from "../ui/format";

const EndSessions = graphql(`mutation EndSessions($input: EndSessionsInput!) { endSessions(input: $input) { done userErrors { code field message } } }`);

type Session = NonNullable<SecurityPageQuery["viewer"]>["sessions"][number];

/** Where the person is signed in; ends one of it, or all but the browser that shows this. */
export function SessionPanel({ sessions }: { sessions: readonly Session[] }): ReactNode {
  const { i18n } = useLingui();
  const { run, fetching, errors, failure } = useAct(EndSessions);
  const heading = useRef<HTMLHeadingElement>(null);
  const ended = () => heading.current?.focus(); // what was pressed is gone with its row
  return (
    <section className="stack" aria-labelledby="sessions">
      <h2 id="sessions" ref={heading} tabIndex={-1}>{i18n._("Where you are signed in")}</h2>
      <p className="prose">{i18n._("Browsers and programs that are signed in as you. If you do not know one of them, end it and change your password.")}</p>
      <ul className="rows">{sessions.map((s) => <Row key={s.id} session={s} onEnded={ended} />)}</ul>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {sessions.some((s) => !s.current) && <p><Button busy={fetching} onPress={() => void run({ input: {} }).then((payload) => payload?.done && ended())}>{i18n._("End all others")}</Button></p>}
    </section>
  );
}

function Row({ session, onEnded }: { session: Session; onEnded: () => void }): ReactNode {
  const { i18n } = useLingui();
  const { run, fetching, errors, failure } = useAct(EndSessions);
  const name = nameOf(i18n, session);
  return (
    <li>
      <div className="between">
        <p>
          <span className="title">{name}</span>
          <span className="facts">
            {session.current && <strong>{i18n._("this browser")}</strong>}
            <span>{i18n._("signed in {at}", { at: instant(i18n, session.signedInAt) })}</span>
            <span>{i18n._("last used {at}", { at: instant(i18n, session.lastUsedAt) })}</span>
          </span>
        </p>
        {!session.current && (
          <Button look="quiet" busy={fetching} label={i18n._("End {name}", { name: `${name}, ${instant(i18n, session.signedInAt)}` })} onPress={() => void run({ input: { sessionId: session.id } }).then((payload) => payload?.done && onEnded())}>{i18n._("End")}</Button>
        )}
      </div>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
    </li>
  );
}

function nameOf(i18n: I18n, { kind, browser, system }: Session): string {
  const unnamed = kind === "TOKEN" ? i18n._("A program") : i18n._("An unknown browser");
  return system ? i18n._("{browser} on {system}", { browser: browser || unnamed, system }) : browser || unnamed;
}
