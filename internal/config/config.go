// Package config turns the portal's flags and environment into one checked Config. Each flag --some-name has its variable
// PORTAL_SOME_NAME; nothing else in the portal reads the environment.
package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Flags are the settings as people write them. The field tags are kong's.
type Flags struct {
	Listen             string `help:"Address to serve on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	DatabaseURL        string `help:"PostgreSQL to serve from; unset: a private one in the data directory." name:"database-url" placeholder:"URL"`
	MigrateDatabaseURL string `help:"PostgreSQL as the owner of the schema; unset: the database URL." name:"migrate-database-url" placeholder:"URL"`
	DataDir            string `help:"Where the private PostgreSQL and the letters are kept." default:"data" placeholder:"DIR"`
	Demo               bool   `help:"Load demonstration data if there is none; loopback only."`
	PublicURL          string `help:"The portal's address for people: issuer, links, allowed origin; unset: http://localhost and the port served." name:"public-url" placeholder:"URL"`
	SMTPURL            string `help:"Mail server, smtp://user:password@host:port or smtps://; unset: letters land in the data directory." name:"smtp-url" placeholder:"URL"`
	MetricsListen      string `help:"Address for Prometheus metrics and pprof; unset: off." placeholder:"HOST:PORT"`
	TrustedProxies     string `help:"Addresses whose X-Forwarded-For is believed, as CIDR, separated by commas." placeholder:"CIDR,…"`
	OIDCIssuer         string `help:"OpenID provider that people may sign in with; unset: none." name:"oidc-issuer" placeholder:"URL"`
	OIDCClientID       string `help:"The portal's client id there." name:"oidc-client-id" placeholder:"ID"`
	OIDCClientSecret   string `help:"The portal's client secret there; give it as a variable." name:"oidc-client-secret" placeholder:"SECRET"`
	OIDCName           string `help:"What the sign-in page calls the provider." name:"oidc-name" default:"OpenID" placeholder:"NAME"`
	CostLimits         string `help:"What questions may cost, in objects a question and a minute; unset: visitor=200/6000,member=1000/30000,analyst=5000/60000." placeholder:"KIND=N/N,…"`
	Adhoc              string `help:"Who may send questions of their own, not only those of the client: everyone, signed-in or analysts." default:"everyone" placeholder:"WHO"`
	PgBin              string `help:"Folder of PostgreSQL's binaries; unset: found on the machine." name:"pg-bin" placeholder:"DIR"`
}

// Config is what the portal runs on, checked.
type Config struct {
	Listen             string
	DatabaseURL        string // "" means embedded
	MigrateDatabaseURL string
	DataDir            string // absolute
	Demo               bool
	PublicURL          *url.URL // nil means http://localhost and the port served
	SMTPURL            *url.URL // nil means a folder
	MetricsListen      string   // "" means off
	TrustedProxies     []netip.Prefix
	CostLimits         budget.Limits
	Adhoc              viewer.Circle
	PgBin              string
	OIDC               OIDC
}

// OIDC is an OpenID provider; without an Issuer there is none.
type OIDC struct{ Issuer, ClientID, ClientSecret, Name string }

// Config checks the flags; its error is one line that names the variable and the flag.
func (f Flags) Config() (Config, error) {
	c := Config{Listen: f.Listen, DatabaseURL: f.DatabaseURL, MigrateDatabaseURL: f.MigrateDatabaseURL, Demo: f.Demo, MetricsListen: f.MetricsListen, PgBin: f.PgBin}
	var err error
	if err = address(f.Listen); err != nil {
		return c, wrong("listen", f.Listen, err)
	}
	if f.MetricsListen != "" {
		if err = address(f.MetricsListen); err != nil {
			return c, wrong("metrics-listen", f.MetricsListen, err)
		}
	}
	if c.DataDir, err = filepath.Abs(f.DataDir); err != nil || f.DataDir == "" {
		return c, wrong("data-dir", f.DataDir, fmt.Errorf("give a folder"))
	}
	if c.PublicURL, err = publicURL(f.PublicURL); err != nil {
		return c, wrong("public-url", f.PublicURL, err)
	}
	if c.SMTPURL, err = smtpURL(f.SMTPURL); err != nil {
		return c, wrong("smtp-url", "(not shown)", err)
	}
	if c.TrustedProxies, err = prefixes(f.TrustedProxies); err != nil {
		return c, wrong("trusted-proxies", f.TrustedProxies, err)
	}
	if c.OIDC, err = f.oidc(); err != nil {
		return c, wrong("oidc-issuer", f.OIDCIssuer, err)
	}
	if c.CostLimits, err = budget.Parse(f.CostLimits); err != nil {
		return c, wrong("cost-limits", f.CostLimits, err)
	}
	if c.Adhoc, err = viewer.ParseCircle(f.Adhoc); err != nil {
		return c, wrong("adhoc", f.Adhoc, err)
	}
	return c, c.databases()
}

// oidc wants https, or http on this machine, and a client id.
func (f Flags) oidc() (OIDC, error) {
	if f.OIDCIssuer == "" {
		return OIDC{}, nil
	}
	u, err := url.Parse(f.OIDCIssuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && Loopback(u.Host)):
		return OIDC{}, fmt.Errorf("give an address such as https://login.example.org")
	case f.OIDCClientID == "":
		return OIDC{}, fmt.Errorf("give PORTAL_OIDC_CLIENT_ID too")
	}
	return OIDC{f.OIDCIssuer, f.OIDCClientID, f.OIDCClientSecret, f.OIDCName}, nil
}

func (c Config) databases() error {
	for flag, value := range map[string]string{"database-url": c.DatabaseURL, "migrate-database-url": c.MigrateDatabaseURL} {
		scheme, _, found := strings.Cut(value, "://")
		isURL := found && (scheme == "postgres" || scheme == "postgresql")
		isPairs := !found && strings.Contains(value, "=")
		if value != "" && !isURL && !isPairs {
			return wrong(flag, "(not shown)", fmt.Errorf("give postgres://… or key=value pairs"))
		}
	}
	if c.MigrateDatabaseURL != "" && c.DatabaseURL == "" {
		return wrong("migrate-database-url", "(not shown)", fmt.Errorf("give PORTAL_DATABASE_URL too"))
	}
	return nil
}

// Loopback tells whether an address that is listened on can be reached from this machine only.
func Loopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Variable is the environment variable of a flag.
func Variable(flag string) string {
	return "PORTAL_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func wrong(flag, value string, err error) error {
	return fmt.Errorf("%s (--%s) is %q: %w", Variable(flag), flag, value, err)
}

func address(s string) error {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return fmt.Errorf("give HOST:PORT")
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return fmt.Errorf("give a port from 0 to 65535")
	}
	if strings.ContainsAny(host, " /") {
		return fmt.Errorf("give HOST:PORT")
	}
	return nil
}

// publicURL wants an origin: https, or http on localhost, and nothing after the host.
func publicURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSuffix(s, "/"))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("give an address such as https://portal.example.org")
	case u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, fmt.Errorf("give scheme and host only")
	case u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" && u.Hostname() != "::1":
		return nil, fmt.Errorf("http is for localhost only, use https")
	}
	return u, nil
}

func smtpURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("give smtp://user:password@host:port or smtps://…")
	}
	return u, nil
}

func prefixes(s string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if addr, aerr := netip.ParseAddr(part); err != nil && aerr == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a CIDR range", part)
		}
		all = append(all, p)
	}
	return all, nil
}
