/* glibc's allocator, which Swift's own view of glibc leaves out. */
#pragma once
#include <malloc.h>
