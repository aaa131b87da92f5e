import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Problems } from "../ui/Form";

const BookmarkFragment = graphql(`
  fragment BookmarkButton_opportunity on Opportunity { id viewerHasBookmarked }
`);
const Add = graphql(`
  mutation AddBookmark($input: AddBookmarkInput!) {
    addBookmark(input: $input) { opportunity { id viewerHasBookmarked } userErrors { code field message } }
  }
`);
const Remove = graphql(`
  mutation RemoveBookmark($input: RemoveBookmarkInput!) {
    removeBookmark(input: $input) { opportunity { id viewerHasBookmarked } userErrors { code field message } }
  }
`);

/** Remembers an opportunity, or forgets it. */
export function BookmarkButton({ opportunity }: { opportunity: FragmentType<typeof BookmarkFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { id, viewerHasBookmarked } = readFragment(BookmarkFragment, opportunity);
  const add = useAct(Add);
  const remove = useAct(Remove);
  const act = viewerHasBookmarked ? remove : add;
  return (
    <div className="stack">
      <p><Button busy={act.fetching} onPress={() => void act.run({ input: { opportunityId: id } })}>{viewerHasBookmarked ? i18n._("Remove bookmark") : i18n._("Bookmark")}</Button></p>
      <Problems errors={act.errors} />
    </div>
  );
}
