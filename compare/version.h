// The version of `fieldstone`, as --version and every stored run give it.
#pragma once

#define FIELDSTONE_VERSION "0.1.0"
