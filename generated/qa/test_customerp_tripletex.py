"""The laws of the flow `customerp_tripletex`, as hypothesis tests. Run them with pytest.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime import laws

from ..flows import customerp_tripletex as flow

# ---- contact_contact ----


def test_contact_contact_get_put() -> None:
    laws.prove(laws.get_put, flow.CONTACT_CONTACT)


def test_contact_contact_put_get() -> None:
    laws.prove(laws.put_get, flow.CONTACT_CONTACT)


def test_contact_contact_stability() -> None:
    laws.prove(laws.stability, flow.CONTACT_CONTACT)


def test_contact_contact_convergence() -> None:
    laws.prove(laws.convergence, flow.CONTACT_CONTACT)


def test_contact_contact_no_op() -> None:
    laws.prove(laws.no_op, flow.CONTACT_CONTACT)


# ---- customer_customer ----


def test_customer_customer_get_put() -> None:
    laws.prove(laws.get_put, flow.CUSTOMER_CUSTOMER)


def test_customer_customer_put_get() -> None:
    laws.prove(laws.put_get, flow.CUSTOMER_CUSTOMER)


def test_customer_customer_stability() -> None:
    laws.prove(laws.stability, flow.CUSTOMER_CUSTOMER)


def test_customer_customer_convergence() -> None:
    laws.prove(laws.convergence, flow.CUSTOMER_CUSTOMER)


def test_customer_customer_no_op() -> None:
    laws.prove(laws.no_op, flow.CUSTOMER_CUSTOMER)


def test_customer_customer_following() -> None:
    laws.prove(laws.following, flow.CUSTOMER_CUSTOMER)


# ---- order_order ----


def test_order_order_get_put() -> None:
    laws.prove(laws.get_put, flow.ORDER_ORDER)


def test_order_order_put_get() -> None:
    laws.prove(laws.put_get, flow.ORDER_ORDER)


def test_order_order_stability() -> None:
    laws.prove(laws.stability, flow.ORDER_ORDER)


def test_order_order_convergence() -> None:
    laws.prove(laws.convergence, flow.ORDER_ORDER)


def test_order_order_no_op() -> None:
    laws.prove(laws.no_op, flow.ORDER_ORDER)


# ---- product_product ----


def test_product_product_get_put() -> None:
    laws.prove(laws.get_put, flow.PRODUCT_PRODUCT)


def test_product_product_put_get() -> None:
    laws.prove(laws.put_get, flow.PRODUCT_PRODUCT)


def test_product_product_stability() -> None:
    laws.prove(laws.stability, flow.PRODUCT_PRODUCT)


def test_product_product_convergence() -> None:
    laws.prove(laws.convergence, flow.PRODUCT_PRODUCT)


def test_product_product_no_op() -> None:
    laws.prove(laws.no_op, flow.PRODUCT_PRODUCT)
