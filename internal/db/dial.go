package db

import (
	"context"
	"net"
	"time"
)

// deadlineDialer makes connections that give up when the other side stays silent. The driver alone would wait for ever on
// a connection whose packets vanish, whatever the context says.
type deadlineDialer struct {
	dial    time.Duration // to connect
	silence time.Duration // for each read and write
}

// Dial implements pq.Dialer.
func (d deadlineDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout implements pq.Dialer.
func (d deadlineDialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	d.dial = min(d.dial, timeout)
	return d.DialContext(context.Background(), network, address)
}

// DialContext implements pq.DialerContext.
func (d deadlineDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{Timeout: d.dial}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &deadlineConn{Conn: c, silence: d.silence}, nil
}

// deadlineConn bounds every read and write. The driver's own deadline, which it sets while connecting and clears after,
// counts too when it is the earlier one.
type deadlineConn struct {
	net.Conn
	silence time.Duration
	driver  time.Time
}

func (c *deadlineConn) SetDeadline(t time.Time) error {
	c.driver = t
	return c.Conn.SetDeadline(t)
}

func (c *deadlineConn) Read(b []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c *deadlineConn) Write(b []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

func (c *deadlineConn) next() time.Time {
	t := time.Now().Add(c.silence)
	if !c.driver.IsZero() && c.driver.Before(t) {
		return c.driver
	}
	return t
}
