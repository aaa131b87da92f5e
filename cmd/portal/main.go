// Command portal is the whole portal in one binary: server, migrations, demonstration data, import and tokens.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/bioxclusters/portal/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.LookupEnv, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

// cli is the command line; every flag can also be given as a variable, see config.
type cli struct {
	config.Flags

	Serve   serveCommand   `cmd:"" help:"Serve the portal."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema and reference data up to date, then stop."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty portal with invented organisations, opportunities and missions."`
	Import  importCommand  `cmd:"" help:"Import organisations or opportunities from CSV or JSON lines."`
	Token   tokenCommand   `cmd:"" help:"Print an access token for a user; for operators."`
	Appoint appointCommand `cmd:"" help:"Make a user a coordinator, who then appoints others; for operators."`
	Audit   auditCommand   `cmd:"" help:"Check the audit log's chain of hashes, and print its head."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// session is what a command runs with.
type session struct {
	ctx    context.Context
	config config.Config
	out    io.Writer
}

// errAsked ends a run that only printed help.
var errAsked = errors.New("help was asked for")

// run is main without the process: it returns when the command is done or ctx is.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), out io.Writer) (err error) {
	defer func() { // kong ends the process after --help; here it only ends the run
		if p := recover(); p == errAsked { //nolint:errorlint // the very value
			err = nil
		} else if p != nil {
			panic(p)
		}
	}()
	var c cli
	parser, err := kong.New(&c, kong.Name("portal"), kong.Description("The partner-matchmaking portal of the bioXclusters."),
		kong.Resolvers(environment(lookup)), kong.Writers(out, out), kong.Exit(func(int) { panic(errAsked) }), kong.UsageOnError())
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	settings, err := c.Flags.Config()
	if err != nil {
		return err
	}
	return command.Run(&session{ctx, settings, out})
}

// environment lets PORTAL_SOME_NAME stand for --some-name; the flag wins.
func environment(lookup func(string) (string, bool)) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
		variable := config.Variable(flag.Name)
		value, ok := lookup(variable)
		if parent.App == nil || !ok || value == "" {
			return nil, nil
		}
		if flag.IsBool() {
			if _, err := strconv.ParseBool(strings.TrimSpace(value)); err != nil {
				return nil, fmt.Errorf("%s is %q: give true or false", variable, value)
			}
		}
		return value, nil
	})
}

type versionCommand struct{}

func (versionCommand) Run(s *session) error {
	_, err := fmt.Fprintln(s.out, "portal", version())
	return err
}

// version is the module's, or the commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, modified := "", ""
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			revision = setting.Value
		case "vcs.modified":
			if setting.Value == "true" {
				modified = "+changes"
			}
		}
	}
	if revision == "" {
		return info.Main.Version + " " + info.GoVersion
	}
	return revision[:min(12, len(revision))] + modified + " " + info.GoVersion
}
