// Has the server audits of graphql-http question the endpoint at the address given; prints a line for each level of the
// specification and for each audit that failed, and exits 1 unless every one of them was met.
import { serverAudits } from "graphql-http";

const audits = serverAudits({ url: process.argv[2], fetchFn: fetch });
const met = { MUST: 0, SHOULD: 0, MAY: 0 };
const asked = { MUST: 0, SHOULD: 0, MAY: 0 };
for (const audit of audits) {
  const level = audit.name.split(" ")[0];
  const result = await audit.fn();
  asked[level] += 1;
  if (result.status === "ok") met[level] += 1;
  else console.log(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
}
for (const level of Object.keys(met)) console.log(`${level} ${met[level]}/${asked[level]}`);
const expected = { MUST: 13, SHOULD: 23, MAY: 25 };
process.exitCode = Object.entries(expected).every(([level, n]) => met[level] >= n && met[level] === asked[level]) ? 0 : 1;
