package demo

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress tells how far a load is: a bar that moves on a terminal, else a line every few seconds.
type progress struct {
	out      io.Writer
	expected int
	begun    time.Time
	last     time.Time
	terminal bool
}

func newProgress(out io.Writer, expected int, begun time.Time) *progress {
	p := &progress{out: out, expected: expected, begun: begun, last: begun}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

const barWidth = 30

// show tells of the rows stored so far, unless it did so a moment ago.
func (p *progress) show(rows int) {
	now := time.Now()
	pause := 5 * time.Second
	if p.terminal {
		pause = 200 * time.Millisecond
	}
	if now.Sub(p.last) < pause {
		return
	}
	p.last = now
	share := min(float64(rows)/float64(p.expected), 0.999)
	elapsed := now.Sub(p.begun)
	left := time.Duration(float64(elapsed) * (1 - share) / share).Round(time.Second)
	line := fmt.Sprintf("%3.0f %%  %d rows  %.0f rows/s  %v left", 100*share, rows, float64(rows)/elapsed.Seconds(), left)
	if !p.terminal {
		fmt.Fprintln(p.out, line)
		return
	}
	full := int(share * barWidth)
	fmt.Fprintf(p.out, "\r[%s%s] %s   ", strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), line)
}

// done ends the bar.
func (p *progress) done(rows int) {
	if p.terminal && p.last != p.begun {
		fmt.Fprintf(p.out, "\r[%s] 100 %%  %d rows%40s\n", strings.Repeat("#", barWidth), rows, "")
	}
}
