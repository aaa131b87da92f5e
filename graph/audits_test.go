package graph

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
)

// TestAudits has the server audits of graphql-http, the reference for GraphQL over HTTP, question the endpoint: all of them
// are to be met, also those that the specification only recommends (SHOULD) or allows (MAY).
func TestAudits(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: the audits of GraphQL over HTTP need node, which is not there; make test has it")
	}
	if _, err := os.Stat("../web/node_modules/graphql-http"); err != nil {
		t.Skip("SKIPPED: the audits of GraphQL over HTTP need the client's packages (npm ci --prefix web), which make test fetches")
	}
	server := httptest.NewServer(newHouse(t).handler)
	defer server.Close()
	out, err := exec.CommandContext(t.Context(), node, "../web/e2e/audits.mjs", server.URL+"/graphql").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
