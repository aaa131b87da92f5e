package matching

// A document's freshness on a day depends on its age and on the days left, both of which count up to a bound only. A code stands
// for the two, so that a table by code gives the part.
const (
	oldest     = newDays + ageDays    // days from which on age no longer counts
	lefts      = closeDays + 1        // 0 up to closeDays, where more and no end at all are the same
	freshCodes = (oldest + 2) * lefts // age unknown comes first
	freshMask  = 1<<13 - 1            // the next power of two
	_          = uint(freshMask - freshCodes)
)

// dayCodes are the codes of a segment's documents on a day.
type dayCodes struct {
	day   int32
	codes []uint16
}

// freshCodes gives the codes of all documents on a day; those of the latest day asked for are kept.
func (s *segment) freshCodes(day int32) []uint16 {
	if known := s.today.Load(); known != nil && known.day == day {
		return known.codes
	}
	made := &dayCodes{day, make([]uint16, s.len())}
	for i := range made.codes {
		made.codes[i] = freshCode(int32(s.published[i]), int32(s.ends[i]), day)
	}
	s.today.Store(made)
	return made.codes
}

func freshCode(published, ends, day int32) uint16 {
	age := int32(0)
	if published > 0 {
		age = 1 + min(max(0, day-published), oldest)
	}
	left := int32(closeDays)
	if ends > 0 {
		left = min(max(0, ends-day), closeDays)
	}
	return uint16(age*lefts + left)
}

// freshnessOf is the freshness part that a code stands for.
func freshnessOf(code uint16) int64 {
	age, left := int64(code/lefts), int64(code%lefts)
	return freshness(age-1, age > 0, left, true)
}

// tabulateFreshness gives the weighted freshness part of every code.
func tabulateFreshness(w Weights) []int32 {
	table := make([]int32, freshMask+1)
	for code := range table[:freshCodes] {
		table[code] = int32(int64(w.Freshness) * freshnessOf(uint16(code)))
	}
	return table
}
