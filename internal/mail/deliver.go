package mail

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Folder delivers letters as files, one .eml a letter, for portals without a mail server.
type Folder struct {
	Dir  string // made when it is missing
	From string // sender's address
	Log  *slog.Logger
}

// Deliver writes ID.eml, whole or not at all; a second time writes the same file again.
func (f *Folder) Deliver(ctx context.Context, id string, r Rendered) error {
	if id == "" || strings.ContainsAny(id, `/\.`) {
		return fmt.Errorf("mail: %q names no file", id)
	}
	m, err := message(f.From, id, r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(f.Dir, id+".eml")
	if err := writeFile(path, b.Bytes()); err != nil {
		return err
	}
	if f.Log != nil {
		f.Log.InfoContext(ctx, "letter", "to", r.To, "kind", string(r.Kind), "file", path)
	}
	return nil
}

// writeFile is atomic: a reader of the folder never meets half a letter. Two at once write the same bytes.
func writeFile(path string, b []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".letter-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // nothing is left of it after the rename
	_, err = temp.Write(b)
	if e := temp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// SMTP delivers letters through a mail server, one connection a letter.
type SMTP struct {
	from, host string
	options    []gomail.Option
}

// NewSMTP takes the server from a URL: smtp://user:password@host:port (port 587 unless given) or smtps:// (TLS from the first
// byte, port 465). A password travels under TLS only, except to this machine itself.
func NewSMTP(raw, from string) (*SMTP, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("the mail server's URL must read smtp://host:port or smtps://host:port") // raw may hold a password
	}
	if _, err := address(from); err != nil {
		return nil, fmt.Errorf("the sender's address is not valid: %w", err)
	}
	port := map[string]int{"smtp": 587, "smtps": 465}[u.Scheme]
	if u.Port() != "" {
		port, _ = strconv.Atoi(u.Port())
	}
	o := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(15 * time.Second), gomail.WithoutNoop()}
	switch {
	case u.Scheme == "smtps":
		o = append(o, gomail.WithSSL())
	case u.User != nil && !loopback(u.Hostname()):
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(u.Hostname(), o...); err != nil {
		return nil, fmt.Errorf("the mail server's URL: %w", err)
	}
	return &SMTP{from: from, host: u.Hostname(), options: o}, nil
}

// Deliver hands the letter to the server.
func (s *SMTP) Deliver(ctx context.Context, id string, r Rendered) error {
	m, err := message(s.from, id, r)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, m)
}

// message is the letter as RFC 5322 has it. Date and Message-ID belong to the letter, not to its delivery, so that a letter
// that comes twice is recognised as one.
func message(from, id string, r Rendered) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(id))
	if err := m.FromFormat("bioXclusters", from); err != nil {
		return nil, err
	}
	to, err := address(r.To)
	if err != nil {
		return nil, err
	}
	if err := m.To(to); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(from, "@")
	m.SetMessageIDWithValue(id + "@" + domain)
	m.SetDateWithValue(r.At.UTC())
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers, please
	m.Subject(oneLine(r.Subject))
	m.SetBodyString(gomail.TypeTextPlain, r.Body)
	for _, a := range r.Attachments {
		if err := m.AttachReader(a.Name, strings.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.Type))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
