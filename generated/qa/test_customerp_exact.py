"""The laws of the flow `customerp_exact`, as hypothesis tests. Run them with pytest.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime import laws

from ..flows import customerp_exact as flow

# ---- contact_contacts ----


def test_contact_contacts_get_put() -> None:
    laws.prove(laws.get_put, flow.CONTACT_CONTACTS)


def test_contact_contacts_put_get() -> None:
    laws.prove(laws.put_get, flow.CONTACT_CONTACTS)


def test_contact_contacts_stability() -> None:
    laws.prove(laws.stability, flow.CONTACT_CONTACTS)


def test_contact_contacts_convergence() -> None:
    laws.prove(laws.convergence, flow.CONTACT_CONTACTS)


def test_contact_contacts_no_op() -> None:
    laws.prove(laws.no_op, flow.CONTACT_CONTACTS)


# ---- customer_accounts ----


def test_customer_accounts_get_put() -> None:
    laws.prove(laws.get_put, flow.CUSTOMER_ACCOUNTS)


def test_customer_accounts_put_get() -> None:
    laws.prove(laws.put_get, flow.CUSTOMER_ACCOUNTS)


def test_customer_accounts_stability() -> None:
    laws.prove(laws.stability, flow.CUSTOMER_ACCOUNTS)


def test_customer_accounts_convergence() -> None:
    laws.prove(laws.convergence, flow.CUSTOMER_ACCOUNTS)


def test_customer_accounts_no_op() -> None:
    laws.prove(laws.no_op, flow.CUSTOMER_ACCOUNTS)


# ---- employee_contacts ----


def test_employee_contacts_get_put() -> None:
    laws.prove(laws.get_put, flow.EMPLOYEE_CONTACTS)


def test_employee_contacts_put_get() -> None:
    laws.prove(laws.put_get, flow.EMPLOYEE_CONTACTS)


def test_employee_contacts_stability() -> None:
    laws.prove(laws.stability, flow.EMPLOYEE_CONTACTS)


def test_employee_contacts_convergence() -> None:
    laws.prove(laws.convergence, flow.EMPLOYEE_CONTACTS)


def test_employee_contacts_no_op() -> None:
    laws.prove(laws.no_op, flow.EMPLOYEE_CONTACTS)


# ---- employee_employees ----


def test_employee_employees_following() -> None:
    laws.prove(laws.following, flow.EMPLOYEE_EMPLOYEES)


# ---- order_quotations ----


def test_order_quotations_get_put() -> None:
    laws.prove(laws.get_put, flow.ORDER_QUOTATIONS)


def test_order_quotations_put_get() -> None:
    laws.prove(laws.put_get, flow.ORDER_QUOTATIONS)


def test_order_quotations_stability() -> None:
    laws.prove(laws.stability, flow.ORDER_QUOTATIONS)


def test_order_quotations_convergence() -> None:
    laws.prove(laws.convergence, flow.ORDER_QUOTATIONS)


def test_order_quotations_no_op() -> None:
    laws.prove(laws.no_op, flow.ORDER_QUOTATIONS)


# ---- order_salesorders ----


def test_order_salesorders_get_put() -> None:
    laws.prove(laws.get_put, flow.ORDER_SALESORDERS)


def test_order_salesorders_put_get() -> None:
    laws.prove(laws.put_get, flow.ORDER_SALESORDERS)


def test_order_salesorders_stability() -> None:
    laws.prove(laws.stability, flow.ORDER_SALESORDERS)


def test_order_salesorders_convergence() -> None:
    laws.prove(laws.convergence, flow.ORDER_SALESORDERS)


def test_order_salesorders_no_op() -> None:
    laws.prove(laws.no_op, flow.ORDER_SALESORDERS)


# ---- product_items ----


def test_product_items_get_put() -> None:
    laws.prove(laws.get_put, flow.PRODUCT_ITEMS)


def test_product_items_put_get() -> None:
    laws.prove(laws.put_get, flow.PRODUCT_ITEMS)


def test_product_items_stability() -> None:
    laws.prove(laws.stability, flow.PRODUCT_ITEMS)


def test_product_items_convergence() -> None:
    laws.prove(laws.convergence, flow.PRODUCT_ITEMS)


def test_product_items_no_op() -> None:
    laws.prove(laws.no_op, flow.PRODUCT_ITEMS)


# ---- quote_quotations ----


def test_quote_quotations_get_put() -> None:
    laws.prove(laws.get_put, flow.QUOTE_QUOTATIONS)


def test_quote_quotations_put_get() -> None:
    laws.prove(laws.put_get, flow.QUOTE_QUOTATIONS)


def test_quote_quotations_stability() -> None:
    laws.prove(laws.stability, flow.QUOTE_QUOTATIONS)


def test_quote_quotations_convergence() -> None:
    laws.prove(laws.convergence, flow.QUOTE_QUOTATIONS)


def test_quote_quotations_no_op() -> None:
    laws.prove(laws.no_op, flow.QUOTE_QUOTATIONS)
