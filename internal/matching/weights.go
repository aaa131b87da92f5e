package matching

import "fmt"

// parts is the number of parts of a score.
const parts = 6

// partKinds lists the parts in the order of every array and list of this package.
var partKinds = [parts]string{Technology, Complement, Text, Market, Stage, Freshness}

// Weights says how much each part counts, in thousandths of the whole. A match names the version it was computed with.
type Weights struct {
	Version                                                int
	Technology, Complement, Text, Market, Stage, Freshness int
}

// Version1 is the first set of weights. What both are about leads (technology and text, 600 of 1000, the curated codes before the
// free words); whether one side gives what the other wants comes next; a market is a wish that can be talked over; stage and
// freshness only order what is otherwise alike.
var Version1 = Weights{Version: 1, Technology: 350, Complement: 150, Text: 250, Market: 100, Stage: 50, Freshness: 100}

// Check tells what is wrong with a set of weights: one below zero, or a sum other than FullWeight.
func (w Weights) Check() error {
	sum := 0
	for i, weight := range w.list() {
		if weight < 0 {
			return fmt.Errorf("weights version %d: %s is below zero", w.Version, partKinds[i])
		}
		sum += weight
	}
	if sum != FullWeight {
		return fmt.Errorf("weights version %d sum to %d, not %d", w.Version, sum, FullWeight)
	}
	return nil
}

func (w Weights) list() [parts]int {
	return [parts]int{w.Technology, w.Complement, w.Text, w.Market, w.Stage, w.Freshness}
}
