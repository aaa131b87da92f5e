package matching

import "math/bits"

// logUnit is what log2 counts 1 as.
const logUnit = 1 << 16

// log2 is the binary logarithm in 65,536ths, rounded down, of x > 0; 0 for 0. It squares the mantissa once for each binary digit of
// the result, in integers: the same on every processor, and it never falls as x rises.
func log2(x uint64) int64 {
	if x == 0 {
		return 0
	}
	whole := bits.Len64(x) - 1
	mantissa := x << (63 - whole) >> 32 // 1 is 1<<31
	result := int64(whole)
	for range 16 {
		result <<= 1
		mantissa = mantissa * mantissa >> 31
		if mantissa >= 1<<32 {
			mantissa >>= 1
			result++
		}
	}
	return result
}

// scale gives a*b/c rounded down, for 0 <= a <= c and 0 < c, without overflow between; b is at least 0.
func scale(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	quotient, _ := bits.Div64(hi, lo, uint64(c))
	return int64(quotient)
}
