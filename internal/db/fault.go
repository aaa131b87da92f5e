package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/lib/pq"
)

// Constraints names the constraints of a store's tables and the faults that breaking them means to people. With them the
// database decides, and no check before a write can be raced.
type Constraints map[string]*fault.Error

// Fault is the package's Fault, after looking for a broken constraint of c.
func (c Constraints) Fault(err error) error {
	if e := pq.As(err); e != nil {
		if f := c[e.Constraint]; f != nil {
			return f
		}
	}
	return Fault(err)
}

// Fault turns what can be said to people into a fault: no row (NOT_FOUND), a value that no column takes (INVALID), a
// statement that took too long or a database that does not answer (UNAVAILABLE; the cause stays in the chain, for the log).
// nil and faults stay as they are; everything else comes back wrapped, and is for the log alone.
func Fault(err error) error {
	switch e := pq.As(err); {
	case err == nil || fault.All(err) != nil:
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.Missing("")
	case tookTooLong(err):
		return errors.Join(fault.New(fault.Unavailable, "", "The portal took too long to answer. Please try again."), err)
	case connectionLost(err):
		return errors.Join(fault.New(fault.Unavailable, "", "The portal cannot reach its database right now. Please try again in a minute."), err)
	case e != nil && unstorable[string(e.Code)]:
		return errors.Join(fault.New(fault.Invalid, "", "One of the values cannot be stored: it is too long, too large, or contains characters that are not allowed."), err)
	}
	return fmt.Errorf("database: %w", err)
}

// Codes of https://www.postgresql.org/docs/15/errcodes-appendix.html
var (
	unstorable = map[string]bool{
		"22001": true, // string_data_right_truncation
		"22003": true, // numeric_value_out_of_range
		"22008": true, // datetime_field_overflow
		"22021": true, // character_not_in_repertoire
		"22P05": true, // untranslatable_character
	}
	slow = map[string]bool{
		"57014": true, // query_canceled: statement_timeout, or the caller's context
		"55P03": true, // lock_not_available: lock_timeout
		"40001": true, // serialization_failure, after all attempts
		"40P01": true, // deadlock_detected, after all attempts
	}
)

func tookTooLong(err error) bool {
	e := pq.As(err)
	return e != nil && slow[string(e.Code)] || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// connectionLost tells whether the database could not be reached, went away, or takes no more connections.
func connectionLost(err error) bool {
	if e := pq.As(err); e != nil {
		switch class := e.Code[:2]; {
		case class == "08", class == "53": // connection exception, insufficient resources
			return true
		case len(e.Code) == 5 && e.Code[:4] == "57P0": // shutting down, crashed, starting up
			return true
		case e.Code == "25P03": // idle_in_transaction_session_timeout
			return true
		case e.Code == "25006": // read_only_sql_transaction: this server is the primary no longer
			return true
		}
		return false
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}
