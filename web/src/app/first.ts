import { question, type Question } from "../api/ahead";
import { ViewerQuery } from "../api/viewer";
import { asked, SearchQuery } from "../opportunity/query";
import { readSearch } from "../opportunity/search";
import { today } from "../ui/format";
import { FrontQuery } from "./front";
import { parseSearch } from "./search-params";

/** The first questions of the pages that people come to from outside and that show most. */
const firstOf: Record<string, (search: string) => Question> = {
  "/": () => question(FrontQuery, { today: today() }),
  "/opportunities": (search) => question(SearchQuery, asked(readSearch(parseSearch(search)))),
};

/** What is asked at once when a page is opened from outside: who is there, and what the page begins with. */
export function firstQuestions({ pathname, search }: Location): Question[] {
  const first = firstOf[pathname];
  return [question(ViewerQuery, {}), ...(first ? [first(search)] : [])];
}
