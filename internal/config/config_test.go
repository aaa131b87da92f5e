package config

import (
	"strings"
	"testing"
)

func flags(change func(*Flags)) Flags {
	f := Flags{Listen: "127.0.0.1:8080", DataDir: "data"}
	change(&f)
	return f
}

func TestWrongSettingsNameTheirVariable(t *testing.T) {
	for variable, change := range map[string]func(*Flags){
		"PORTAL_LISTEN":               func(f *Flags) { f.Listen = "8080" },
		"PORTAL_METRICS_LISTEN":       func(f *Flags) { f.MetricsListen = "localhost:99999" },
		"PORTAL_DATA_DIR":             func(f *Flags) { f.DataDir = "" },
		"PORTAL_PUBLIC_URL":           func(f *Flags) { f.PublicURL = "http://portal.example.org" },
		"PORTAL_SMTP_URL":             func(f *Flags) { f.SMTPURL = "mail.example.org:25" },
		"PORTAL_TRUSTED_PROXIES":      func(f *Flags) { f.TrustedProxies = "10.0.0.0/8, nonsense" },
		"PORTAL_OIDC_ISSUER":          func(f *Flags) { f.OIDCIssuer, f.OIDCClientSecret = "http://login.example.org", "secret" },
		"PORTAL_OIDC_CLIENT_ID":       func(f *Flags) { f.OIDCIssuer = "https://login.example.org" },
		"PORTAL_COST_LIMITS":          func(f *Flags) { f.CostLimits = "visitor=200/100" },
		"PORTAL_ADHOC":                func(f *Flags) { f.Adhoc = "nobody" },
		"PORTAL_DATABASE_URL":         func(f *Flags) { f.DatabaseURL = "mysql://secret@host" },
		"PORTAL_MIGRATE_DATABASE_URL": func(f *Flags) { f.MigrateDatabaseURL = "postgres://owner@host/portal" },
	} {
		_, err := flags(change).Config()
		if err == nil || !strings.Contains(err.Error(), variable) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", variable, err)
		}
	}
}

func TestRightSettingsPass(t *testing.T) {
	c, err := flags(func(f *Flags) {
		f.PublicURL, f.TrustedProxies, f.SMTPURL = "https://portal.example.org/", "10.0.0.0/8,::1", "smtps://u:p@mail.example.org"
		f.DatabaseURL = "host=/run/postgresql dbname=portal"
	}).Config()
	if err != nil || c.PublicURL.String() != "https://portal.example.org" || len(c.TrustedProxies) != 2 {
		t.Fatal(c, err)
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{"127.0.0.1:80": true, "[::1]:0": true, "localhost:1": true, ":8080": false, "0.0.0.0:1": false, "10.0.0.1:1": false, "x": false} {
		if Loopback(address) != want {
			t.Errorf("%s: want %v", address, want)
		}
	}
}
