package mail_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	stdmail "net/mail"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/emersion/go-smtp"
	"time"
)

func letter(t *testing.T) mail.Rendered {
	t.Helper()
	r, err := mail.Render(noon, mail.Letter{To: "n@example.org", Language: "zh", Kind: mail.RegistrationWaitlisted, Data: needed(mail.RegistrationWaitlisted)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFolder(t *testing.T) {
	dir := t.TempDir() + "/letters"
	var log bytes.Buffer
	f := &mail.Folder{Dir: dir, From: "portal@example.org", Log: slog.New(slog.NewTextHandler(&log, nil))}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := f.Deliver(t.Context(), "job_1", letter(t)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Name() != "job_1.eml" {
		t.Fatal(files, err)
	}
	raw, _ := os.ReadFile(dir + "/job_1.eml")
	m, err := stdmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if date, err := m.Header.Date(); err != nil || !date.Equal(noon) || m.Header.Get("Message-ID") != "<job_1@example.org>" {
		t.Error(date, err, m.Header)
	}
	if strings.Contains(log.String(), "token") || !strings.Contains(log.String(), "n@example.org") || !strings.Contains(log.String(), "job_1.eml") {
		t.Error(log.String())
	}
	if err := f.Deliver(t.Context(), "../x", letter(t)); err == nil {
		t.Error("a letter outside its folder")
	}
}

// sink is a mail server that keeps what it gets.
type sink struct {
	sync.Mutex
	from, to []string
	data     []string
}

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return s, nil }
func (s *sink) Mail(from string, _ *smtp.MailOptions) error {
	s.from = append(s.from, from)
	return nil
}
func (s *sink) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = append(s.to, to); return nil }
func (s *sink) Reset()                                    {}
func (s *sink) Logout() error                             { return nil }
func (s *sink) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.Lock()
	defer s.Unlock()
	s.data = append(s.data, string(b))
	return err
}

func TestSMTPThroughTheOutbox(t *testing.T) {
	server := &sink{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	backend := smtp.NewServer(server)
	go backend.Serve(listener)
	defer backend.Close()
	delivery, err := mail.NewSMTP("smtp://"+listener.Addr().String(), "portal@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d := dbtest.New(t)
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		return mail.Enqueue(t.Context(), tx, noon, mail.Letter{To: "n@example.org", Language: "ca", Kind: mail.VerifyEmail, Data: needed(mail.VerifyEmail)})
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &jobs.Worker{DB: d, Now: func() time.Time { return noon }, Handlers: map[string]jobs.Handler{mail.JobKind: mail.Handler(delivery)}}
	if n, err := w.RunDue(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	server.Lock()
	defer server.Unlock()
	if len(server.data) != 1 || server.to[0] != "n@example.org" || server.from[0] != "portal@example.org" {
		t.Fatal(server.from, server.to, server.data)
	}
	if !strings.Contains(server.data[0], "Message-ID: <job_") || !strings.Contains(server.data[0], "Auto-Submitted: auto-generated") {
		t.Error(server.data[0])
	}
	var left int
	if err := d.Get(&left, `select count(*) from job`); err != nil || left != 0 {
		t.Error(left, err)
	}
}

func TestNewSMTPNamesNoPassword(t *testing.T) {
	for _, raw := range []string{"", "http://u:s3cret@x", "smtp://", "smtp://u:s3cret@x:99999999", "::u:s3cret", "smtps://u:s3cret@:1"} {
		_, err := mail.NewSMTP(raw, "portal@example.org")
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", raw, err)
		}
	}
	for _, raw := range []string{"smtp://mail.example.org", "smtps://u:p@mail.example.org", "smtp://u:p@mail.example.org:2525"} {
		if _, err := mail.NewSMTP(raw, "portal@example.org"); err != nil {
			t.Errorf("%q: %v", raw, err)
		}
	}
}
