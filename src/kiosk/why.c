/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why — exists so that a failure is one statement. It never prints: main and the loop do.
 */
#include "why.h"

#include <stdarg.h>
#include <stdio.h>

bool why(char err[static WHY_MAX], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err, WHY_MAX, fmt, ap);
	va_end(ap);
	return false;
}
