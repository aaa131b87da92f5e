package mail_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	stdmail "net/mail"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
)

// mailbox is a mail server that notes, for each address, the Message-IDs of what came.
type mailbox struct {
	sync.Mutex
	got        map[string][]string
	deliveries int
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{mailbox: m}, nil }

type delivery struct {
	*mailbox
	to string
}

func (d *delivery) Mail(string, *smtp.MailOptions) error      { return nil }
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error { d.to = to; return nil }
func (d *delivery) Reset()                                    {}
func (d *delivery) Logout() error                             { return nil }
func (d *delivery) Data(r io.Reader) error {
	m, err := stdmail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, m.Body); err != nil {
		return err // cut off in the middle: not delivered
	}
	d.Lock()
	defer d.Unlock()
	d.got[d.to] = append(d.got[d.to], m.Header.Get("Message-ID"))
	d.deliveries++
	return nil
}

func (m *mailbox) counts() (people, deliveries int) {
	m.Lock()
	defer m.Unlock()
	return len(m.got), m.deliveries
}

// TestWorkerChild is no test: it is the worker of the test below, in a process of its own that is killed.
func TestWorkerChild(t *testing.T) {
	url := os.Getenv("PORTAL_TEST_WORKER")
	if url == "" {
		t.Skip("only as a child of TestLettersOutliveTheirWorker")
	}
	ahead, err := time.ParseDuration(os.Getenv("PORTAL_TEST_AHEAD"))
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.Open(t.Context(), db.Options{URL: url, Role: db.AppRole, MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	post, err := mail.NewSMTP("smtp://"+os.Getenv("PORTAL_TEST_SMTP"), "portal@example.org")
	if err != nil {
		t.Fatal(err)
	}
	w := &jobs.Worker{DB: pool, Handlers: map[string]jobs.Handler{mail.JobKind: mail.Handler(post)}, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Now().UTC().Add(ahead) }}
	w.Run(context.Background()) // until it is killed
}

// TestLettersOutliveTheirWorker kills the worker with -9 again and again while it delivers: no letter is lost, and one that
// comes twice is the same letter.
func TestLettersOutliveTheirWorker(t *testing.T) {
	letters, kills := 300, 5
	if os.Getenv("PORTAL_TEST_LONG") != "" {
		letters, kills = 10_000, 20
	}
	box := &mailbox{got: map[string][]string{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(box)
	server.ErrorLog = log.New(io.Discard, "", 0) // connections that a kill cut off
	go server.Serve(listener)
	defer server.Close()
	d := dbtest.New(t)
	enqueueMany(t, d, letters)
	start := time.Now()
	for i := range kills {
		people, _ := box.counts()
		stop := startWorker(t, dbtest.URL(t), listener.Addr().String(), i)
		until(t, stop, func() bool { now, _ := box.counts(); return now >= min(letters, people+letters/(kills+1)) })
		stop()
	}
	stop := startWorker(t, dbtest.URL(t), listener.Addr().String(), kills)
	until(t, stop, func() bool {
		left := 1
		return d.Get(&left, `select count(*) from job`) == nil && left == 0
	})
	stop()
	people, deliveries := box.counts()
	same := true
	for i := range letters {
		ids := box.got[address(i)]
		for _, id := range ids {
			same = same && id == ids[0] && strings.HasPrefix(id, "<job_")
		}
		same = same && len(ids) > 0
	}
	fmt.Fprintf(os.Stderr, "letters enqueued=%d kills=%d delivered=%d deliveries=%d same_message_id=%t per_s=%.0f\n",
		letters, kills, people, deliveries, same, float64(letters)/time.Since(start).Seconds())
	if people != letters || !same {
		t.Errorf("of %d letters %d arrived; each with one Message-ID: %t", letters, people, same)
	}
}

func address(i int) string { return "person" + strconv.Itoa(i) + "@example.org" }

func enqueueMany(t *testing.T, d *db.DB, n int) {
	t.Helper()
	for from := 0; from < n; from += 500 {
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			for i := from; i < min(n, from+500); i++ {
				l := mail.Letter{To: address(i), Language: "en", Kind: mail.MissionReminder, Data: needed(mail.MissionReminder),
					Attachments: []mail.Attachment{{Name: "mission.ics", Type: "text/calendar", Content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}}}
				if err := mail.Enqueue(t.Context(), tx, time.Now().UTC().Add(-time.Minute), l); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// startWorker starts the n-th worker, whose clock is ahead of the one before by two leases: what that one held is free.
func startWorker(t *testing.T, url, smtp string, n int) (kill func()) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestWorkerChild$", "-test.timeout=20m")
	child.Env = append(os.Environ(), "PORTAL_TEST_WORKER="+url, "PORTAL_TEST_SMTP="+smtp, "PORTAL_TEST_AHEAD="+(time.Duration(n)*2*jobs.Lease).String())
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return sync.OnceFunc(func() {
		_ = child.Process.Kill() // SIGKILL
		_ = child.Wait()
	})
}

func until(t *testing.T, stop func(), done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			stop()
			t.Fatal("the worker does not get on")
		}
	}
}
